using Trading.Domain.Orders;
using Trading.Storage.Paging;

namespace Trading.Storage.Results;

public sealed class ResultQueries(TradingDatabase database) : IResultQueries
{
    private static readonly string[] Working = [.. Enum.GetValues<OrderStatus>().Where(status => !status.IsTerminal).Select(status => status.ToString())];

    public Task<OrderRow?> FindOrderAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<OrderRow>($"{ResultTables.Orders.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<OrderRow>> OrdersAsync(OrderFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var listing = new Listing<OrderRow>(ResultTables.Orders, "created_at", "sequence", "id")
            .Where("owner", filter.Owner)
            .Where("account_id", filter.Account)
            .Where("session_id", filter.Session)
            .Where("strategy", filter.Strategy)
            .Where("symbol", filter.Symbol)
            .Where("side", filter.Side)
            .Where("type", filter.Type)
            .Where("status", filter.Status);
        return (filter.IsWorking ? listing.WhereSql(database.IsOneOf("status", "working"), "working", Working) : listing).PageAsync(database, page, cancellationToken);
    }

    public Task<IReadOnlyList<OrderEventRow>> OrderEventsAsync(string orderId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<OrderEventRow>(
            $"{ResultTables.OrderEvents.Select} WHERE order_id = @orderId ORDER BY sequence", new { orderId }, cancellationToken);

    public Task<IReadOnlyList<FillRow>> OrderFillsAsync(string orderId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<FillRow>(
            $"{ResultTables.Fills.Select} WHERE order_id = @orderId ORDER BY sequence, trade_id", new { orderId }, cancellationToken);

    public Task<Page<FillRow>> FillsAsync(FillFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<FillRow>(ResultTables.Fills, "sequence", "order_id", "trade_id")
            .Where("session_id", filter.Session)
            .Where("strategy", filter.Strategy)
            .Where("symbol", filter.Symbol)
            .Where("side", filter.Side)
            .Where("order_id", filter.Order)
            .PageAsync(database, page, cancellationToken);

    public Task<Page<RoundTripRow>> RoundTripsAsync(ResultFilter filter, string? side, PageRequest page, CancellationToken cancellationToken = default) =>
        Of(ResultTables.RoundTrips, filter).Where("side", side).PageAsync(database, page, cancellationToken);

    public Task<Page<EquityRow>> EquityAsync(string sessionId, PageRequest page, CancellationToken cancellationToken = default) =>
        Of(ResultTables.Equity, new ResultFilter(sessionId)).PageAsync(database, page, cancellationToken);

    public Task<Page<InstanceTransitionRow>> TransitionsAsync(ResultFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        Of(ResultTables.Transitions, filter).PageAsync(database, page, cancellationToken);

    public Task<Page<SignalRow>> SignalsAsync(ResultFilter filter, string? outcome, PageRequest page, CancellationToken cancellationToken = default) =>
        Of(ResultTables.Signals, filter).Where("outcome", outcome).PageAsync(database, page, cancellationToken);

    public Task<IReadOnlyList<InstanceRow>> InstancesAsync(string sessionId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<InstanceRow>(
            $"{ResultTables.Instances.Select} WHERE session_id = @sessionId ORDER BY ordinal", new { sessionId }, cancellationToken);

    public Task<IReadOnlyList<SessionMarketRow>> MarketsAsync(string sessionId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<SessionMarketRow>(
            $"{ResultTables.Markets.Select} WHERE session_id = @sessionId ORDER BY symbol", new { sessionId }, cancellationToken);

    public Task<ReportRow?> FindReportAsync(string sessionId, CancellationToken cancellationToken = default) =>
        database.FindAsync<ReportRow>($"{ResultTables.Reports.Select} WHERE session_id = @sessionId", new { sessionId }, cancellationToken);

    public Task<RunRow?> FindRunAsync(string sessionId, CancellationToken cancellationToken = default) =>
        database.FindAsync<RunRow>($"{ResultTables.Runs.Select} WHERE session_id = @sessionId", new { sessionId }, cancellationToken);

    private static Listing<T> Of<T>(Tables.Table<T> table, ResultFilter filter) =>
        new Listing<T>(table, "sequence", "session_id")
            .Where("session_id", filter.Session)
            .Where("strategy", filter.Strategy)
            .Where("symbol", filter.Symbol);
}
