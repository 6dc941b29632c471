using System.Reflection;
using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Tests.Tables;

public sealed class ColumnsTests(EnginesFixture engines)
{
    [Theory, EachEngine]
    public async Task Every_column_of_every_table_is_a_member_of_its_row(StorageEngine engine)
    {
        var tables = typeof(Table<>).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(Table<>))
            .Select(field => field.GetValue(null)!)
            .ToArray();
        await using var connection = await engines.Shared(engine).Reader.OpenConnectionAsync(TestContext.Current.CancellationToken);

        foreach (dynamic table in tables)
        {
            IEnumerable<dynamic> rows = await connection.QueryAsync((string)table.Select + " LIMIT 0");
            Assert.Empty(rows);
        }

        Assert.True(tables.Length >= 25, $"{tables.Length} tables");
    }
}
