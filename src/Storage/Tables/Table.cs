using System.Data.Common;
using Npgsql;

namespace Trading.Storage.Tables;

/// <summary>What an insert does with a row whose key is there already.</summary>
internal enum Existing
{
    /// <summary>A violation: the caller's rule says it cannot be.</summary>
    Fail,

    /// <summary>Leave it: the same fact arrived again.</summary>
    Keep,

    /// <summary>The new row is the newer truth.</summary>
    Replace,

    /// <summary>The row with the higher revision stands, whatever order they arrive in.</summary>
    ReplaceOlder,
}

/// <summary>
/// A table and the positional record of its rows: one column for each constructor parameter, named in snake case.
/// Inserts go in one statement for each chunk on PostgreSQL (unnested arrays), by one prepared statement on SQLite.
/// </summary>
internal sealed class Table<T>
{
    private const int ChunkRows = 1_000;

    private readonly string[] _key;

    /// <param name="key">Columns of the primary key.</param>
    /// <param name="renamed">Members whose plain name would be a reserved word.</param>
    public Table(string name, string[] key, params (string Member, string Column)[] renamed)
    {
        _key = key;
        Name = name;
        var members = typeof(T).GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters();
        Columns = [.. members.Select(member => new Column<T>(
            member,
            renamed.FirstOrDefault(rename => rename.Member == member.Name).Column ?? Column<T>.SnakeCase(member.Name!)))];
        Select = $"SELECT {string.Join(", ", Columns.Select(column => $"{column.Name} AS \"{column.Member}\""))} FROM {name}";
    }

    public string Name { get; }

    public IReadOnlyList<Column<T>> Columns { get; }

    /// <summary><c>SELECT … FROM …</c> of all columns, for a WHERE to follow.</summary>
    public string Select { get; }

    public Column<T> this[string column] =>
        Columns.FirstOrDefault(candidate => candidate.Name == column) ?? throw new InvalidOperationException($"{Name} has no column {column}.");

    /// <returns>Rows inserted or replaced.</returns>
    public async Task<int> InsertAsync(DbConnection connection, IReadOnlyCollection<T> rows, Existing existing, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        if (existing is Existing.Replace or Existing.ReplaceOlder)
        {
            rows = Newest(rows);
        }

        return connection is NpgsqlConnection server
            ? await InsertUnnestedAsync(server, rows, existing, cancellationToken)
            : await InsertPreparedAsync(connection, rows, existing, cancellationToken);
    }

    /// <summary>One row for each key: PostgreSQL refuses a statement that would replace the same row twice.</summary>
    private Dictionary<string, T>.ValueCollection Newest(IReadOnlyCollection<T> rows)
    {
        var key = Array.ConvertAll(_key, column => this[column]);
        var revision = Columns.FirstOrDefault(column => column.Name == "revision");
        var newest = new Dictionary<string, T>(rows.Count, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = string.Join('\u001f', key.Select(column => column.ValueOf(row)));
            if (!newest.TryGetValue(id, out var former) || revision is null || (long)revision.ValueOf(row)! >= (long)revision.ValueOf(former)!)
            {
                newest[id] = row;
            }
        }

        return newest.Values;
    }

    private async Task<int> InsertUnnestedAsync(NpgsqlConnection connection, IReadOnlyCollection<T> rows, Existing existing, CancellationToken cancellationToken)
    {
        var parameters = string.Join(", ", Columns.Select((_, index) => $"@p{index}"));
        var sql = $"INSERT INTO {Name} ({ColumnList}) SELECT * FROM unnest({parameters}){OnExisting(existing)}";
        var changed = 0;
        foreach (var chunk in rows.Chunk(ChunkRows))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            for (var index = 0; index < Columns.Count; index++)
            {
                command.Parameters.Add(PostgreSqlArrays.Of(Columns[index], chunk, $"p{index}"));
            }

            changed += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    private async Task<int> InsertPreparedAsync(DbConnection connection, IReadOnlyCollection<T> rows, Existing existing, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO {Name} ({ColumnList}) VALUES ({string.Join(", ", Columns.Select((_, index) => $"@p{index}"))}){OnExisting(existing)}";
        for (var index = 0; index < Columns.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        var changed = 0;
        foreach (var row in rows)
        {
            for (var index = 0; index < Columns.Count; index++)
            {
                command.Parameters[index].Value = Columns[index].ValueOf(row) switch
                {
                    null => DBNull.Value,
                    decimal number => CanonicalDecimal.Text(number),
                    var value => value,
                };
            }

            changed += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    private string ColumnList => string.Join(", ", Columns.Select(column => column.Name));

    private string OnExisting(Existing existing)
    {
        var updates = string.Join(", ", Columns.Where(column => !_key.Contains(column.Name)).Select(column => $"{column.Name} = excluded.{column.Name}"));
        return existing switch
        {
            Existing.Fail => "",
            Existing.Keep => " ON CONFLICT DO NOTHING",
            Existing.Replace => $" ON CONFLICT ({string.Join(", ", _key)}) DO UPDATE SET {updates}",
            _ => $" ON CONFLICT ({string.Join(", ", _key)}) DO UPDATE SET {updates} WHERE {Name}.revision < excluded.revision",
        };
    }
}
