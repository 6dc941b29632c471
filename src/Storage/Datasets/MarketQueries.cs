using Dapper;
using Trading.Storage.Paging;

namespace Trading.Storage.Datasets;

public sealed class MarketQueries(TradingDatabase database) : IMarketQueries
{
    private const string ListName = "markets";

    private const string Sources =
        """
        FROM dataset_series s
        JOIN dataset_symbols y ON y.dataset_id = s.dataset_id AND y.symbol = s.symbol
        JOIN datasets d ON d.id = s.dataset_id
        """;

    public async Task<Page<MarketRow>> ListAsync(MarketFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var (where, arguments) = Conditions(filter);
        var newestFirst = page.Sort is SortDirection.Descending;
        var having = "";
        if (page.Cursor is { } cursor)
        {
            var last = Cursor.Decode(cursor, ListName, page.Sort, [true, false, false]);
            having = $"HAVING (MAX(s.to_at), y.symbol, y.venue) {(newestFirst ? "<" : ">")} (@lastTo, @lastSymbol, @lastVenue)";
            arguments.Add("lastTo", last[0]);
            arguments.Add("lastSymbol", last[1]);
            arguments.Add("lastVenue", last[2]);
        }

        var direction = newestFirst ? " DESC" : "";
        var rows = await database.QueryAsync<MarketRow>(
            $"""
            SELECT y.venue AS "Venue", y.symbol AS "Symbol", MAX(s.to_at) AS "To"
            {Sources}
            {where}
            GROUP BY y.venue, y.symbol
            {having}
            ORDER BY MAX(s.to_at){direction}, y.symbol{direction}, y.venue{direction}
            LIMIT {page.Size + 1}
            """,
            arguments,
            cancellationToken);
        return rows.Count <= page.Size
            ? new Page<MarketRow>(rows, NextCursor: null)
            : new Page<MarketRow>([.. rows.Take(page.Size)], Cursor.Encode(ListName, page.Sort, KeyOf(rows[page.Size - 1])));
    }

    public Task<IReadOnlyList<MarketSeriesRow>> SeriesAsync(MarketFilter filter, CancellationToken cancellationToken = default)
    {
        var (where, arguments) = Conditions(filter);
        return database.QueryAsync<MarketSeriesRow>(
            $"""
            SELECT s.dataset_id AS "DatasetId", s.kind AS "Kind", s.to_at AS "To"
            {Sources}
            {where}
            ORDER BY s.to_at DESC, s.dataset_id, s.kind
            """,
            arguments,
            cancellationToken);
    }

    private static object?[] KeyOf(MarketRow row) => [row.To.ToUnixTimeMilliseconds(), row.Symbol.Value, row.Venue];

    private static (string Where, DynamicParameters Arguments) Conditions(MarketFilter filter)
    {
        var conditions = new List<string>();
        var arguments = new DynamicParameters();
        if (filter.Owner is { } owner)
        {
            conditions.Add(filter.OrShared ? "(d.owner = @owner OR d.shared)" : "d.owner = @owner");
            arguments.Add("owner", owner);
        }

        if (filter.Venue is { } venue)
        {
            conditions.Add("y.venue = @venue");
            arguments.Add("venue", venue);
        }

        if (filter.Symbol is { } symbol)
        {
            conditions.Add("y.symbol = @symbol");
            arguments.Add("symbol", symbol.Value);
        }

        return (conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}", arguments);
    }
}
