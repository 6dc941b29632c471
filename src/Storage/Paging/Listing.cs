using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Paging;

/// <summary>A filtered list by keyset: the next page begins after the sort key of the last row, so inserts neither repeat nor hide rows.</summary>
/// <param name="order">Sort columns, never null, the last one making the key unique.</param>
internal sealed class Listing<T>(Table<T> table, params string[] order)
{
    private readonly DynamicParameters _arguments = new();
    private readonly List<string> _conditions = [];

    /// <summary>Adds the condition unless the value is null.</summary>
    public Listing<T> Where(string column, object? value)
    {
        if (value is not null)
        {
            var name = $"f{_conditions.Count}";
            _conditions.Add($"{column} = @{name}");
            _arguments.Add(name, value is Enum ? value.ToString() : value);
        }

        return this;
    }

    /// <param name="isNull">Whether the column is to be null; null for no condition.</param>
    public Listing<T> WhereNull(string column, bool? isNull)
    {
        if (isNull is { } wanted)
        {
            _conditions.Add($"{column} IS {(wanted ? "" : "NOT ")}NULL");
        }

        return this;
    }

    /// <summary>Adds a condition of its own, with one argument named <paramref name="argument"/>.</summary>
    public Listing<T> WhereSql(string condition, string argument, object value)
    {
        _conditions.Add(condition);
        _arguments.Add(argument, value);
        return this;
    }

    /// <exception cref="CursorException">The cursor is not of this list.</exception>
    public async Task<Page<T>> PageAsync(TradingDatabase database, PageRequest page, CancellationToken cancellationToken)
    {
        var keys = order.Select(column => table[column]).ToArray();
        var newestFirst = page.Sort is SortDirection.Descending;
        if (page.Cursor is { } cursor)
        {
            var last = Cursor.Decode(cursor, table.Name, page.Sort, [.. keys.Select(key => key.Type is ColumnType.Whole)]);
            _conditions.Add($"({string.Join(", ", order)}) {(newestFirst ? "<" : ">")} ({string.Join(", ", last.Select((_, index) => $"@k{index}"))})");
            for (var index = 0; index < last.Length; index++)
            {
                _arguments.Add($"k{index}", last[index]);
            }
        }

        var where = _conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", _conditions)}";
        var direction = newestFirst ? " DESC" : "";
        var rows = await database.QueryAsync<T>(
            $"{table.Select}{where} ORDER BY {string.Join(", ", order.Select(column => column + direction))} LIMIT {page.Size + 1}",
            _arguments,
            cancellationToken);
        return rows.Count <= page.Size
            ? new Page<T>(rows, NextCursor: null)
            : new Page<T>(
                [.. rows.Take(page.Size)],
                Cursor.Encode(table.Name, page.Sort, [.. keys.Select(key => key.ValueOf(rows[page.Size - 1]))]));
    }
}
