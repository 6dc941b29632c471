using System.Data.Common;
using System.Globalization;
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

        rows = OneForEachKey(rows, existing);
        return connection is NpgsqlConnection server
            ? await InsertUnnestedAsync(server, rows, OnExisting(existing), cancellationToken)
            : await InsertPreparedAsync(connection, rows, OnExisting(existing), changed: null, cancellationToken);
    }

    /// <summary>As <see cref="InsertAsync"/>, and says what it changed: a row that is there already, member for member, is not among them.</summary>
    /// <returns>The rows that were inserted or replaced others, in the order given.</returns>
    public async Task<IReadOnlyList<T>> InsertChangesAsync(
        DbConnection connection, IReadOnlyCollection<T> rows, Existing existing, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        rows = OneForEachKey(rows, existing);
        var onExisting = existing is Existing.Replace ? OnExisting(existing) + IfDifferent : OnExisting(existing);
        if (connection is NpgsqlConnection server)
        {
            return await InsertReturningAsync(server, rows, onExisting, cancellationToken);
        }

        var changed = new List<T>(rows.Count);
        await InsertPreparedAsync(connection, rows, onExisting, changed, cancellationToken);
        return changed;
    }

    private IReadOnlyCollection<T> OneForEachKey(IReadOnlyCollection<T> rows, Existing existing) =>
        existing is Existing.Replace or Existing.ReplaceOlder ? Newest(rows) : rows;

    /// <summary>One row for each key: PostgreSQL refuses a statement that would replace the same row twice.</summary>
    private Dictionary<string, T>.ValueCollection Newest(IReadOnlyCollection<T> rows)
    {
        var key = Array.ConvertAll(_key, column => this[column]);
        var revision = Columns.FirstOrDefault(column => column.Name == "revision");
        var newest = new Dictionary<string, T>(rows.Count, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var id = IdOf(key.Select(column => column.ValueOf(row)));
            if (!newest.TryGetValue(id, out var former) || revision is null || (long)revision.ValueOf(row)! >= (long)revision.ValueOf(former)!)
            {
                newest[id] = row;
            }
        }

        return newest.Values;
    }

    private static string IdOf(IEnumerable<object?> key) => string.Join('\u001f', key.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)));

    private async Task<int> InsertUnnestedAsync(NpgsqlConnection connection, IReadOnlyCollection<T> rows, string onExisting, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var chunk in rows.Chunk(ChunkRows))
        {
            await using var command = Unnested(connection, chunk, onExisting);
            changed += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return changed;
    }

    private async Task<IReadOnlyList<T>> InsertReturningAsync(
        NpgsqlConnection connection, IReadOnlyCollection<T> rows, string onExisting, CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chunk in rows.Chunk(ChunkRows))
        {
            await using var command = Unnested(connection, chunk, $"{onExisting} RETURNING {string.Join(", ", _key)}");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(IdOf(_key.Select((_, index) => reader.GetValue(index))));
            }
        }

        // Of rows with one key that are kept once, the first was inserted.
        var key = Array.ConvertAll(_key, column => this[column]);
        return [.. rows.Where(row => ids.Remove(IdOf(key.Select(column => column.ValueOf(row)))))];
    }

    private NpgsqlCommand Unnested(NpgsqlConnection connection, T[] chunk, string rest)
    {
        var parameters = string.Join(", ", Columns.Select((_, index) => $"@p{index}"));
        var command = new NpgsqlCommand($"INSERT INTO {Name} ({ColumnList}) SELECT * FROM unnest({parameters}){rest}", connection);
        for (var index = 0; index < Columns.Count; index++)
        {
            command.Parameters.Add(PostgreSqlArrays.Of(Columns[index], chunk, $"p{index}"));
        }

        return command;
    }

    private async Task<int> InsertPreparedAsync(
        DbConnection connection, IReadOnlyCollection<T> rows, string onExisting, List<T>? changed, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO {Name} ({ColumnList}) VALUES ({string.Join(", ", Columns.Select((_, index) => $"@p{index}"))}){onExisting}";
        for (var index = 0; index < Columns.Count; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        var count = 0;
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

            var isChanged = await command.ExecuteNonQueryAsync(cancellationToken);
            count += isChanged;
            if (isChanged > 0)
            {
                changed?.Add(row);
            }
        }

        return count;
    }

    private string IfDifferent => " WHERE " + string.Join(
        " OR ",
        Columns.Where(column => !_key.Contains(column.Name)).Select(column => $"{Name}.{column.Name} IS DISTINCT FROM excluded.{column.Name}"));

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
