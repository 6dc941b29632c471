using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Storage.Paging;

namespace Trading.Storage.Results;

/// <param name="IsWorking">Only what is not over.</param>
public sealed record OrderFilter(
    string? Owner = null, string? Account = null, string? Session = null, string? Strategy = null, Symbol? Symbol = null, Side? Side = null,
    OrderType? Type = null, OrderStatus? Status = null, bool IsWorking = false);

public sealed record FillFilter(string Session, string? Strategy = null, Symbol? Symbol = null, Side? Side = null, string? Order = null);

/// <summary>Which rows of a session's results are wanted.</summary>
public sealed record ResultFilter(string Session, string? Strategy = null, Symbol? Symbol = null);

/// <summary>What the API reads of the results of runs. Lists of one session are in the order of its events.</summary>
public interface IResultQueries
{
    Task<OrderRow?> FindOrderAsync(string id, CancellationToken cancellationToken = default);

    Task<Page<OrderRow>> OrdersAsync(OrderFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>The history of an order, oldest first.</summary>
    Task<IReadOnlyList<OrderEventRow>> OrderEventsAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>The fills of an order, oldest first.</summary>
    Task<IReadOnlyList<FillRow>> OrderFillsAsync(string orderId, CancellationToken cancellationToken = default);

    Task<Page<FillRow>> FillsAsync(FillFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <param name="side"><c>long</c> or <c>short</c>; null for both.</param>
    Task<Page<RoundTripRow>> RoundTripsAsync(ResultFilter filter, string? side, PageRequest page, CancellationToken cancellationToken = default);

    Task<Page<EquityRow>> EquityAsync(string sessionId, PageRequest page, CancellationToken cancellationToken = default);

    Task<Page<InstanceTransitionRow>> TransitionsAsync(ResultFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<Page<SignalRow>> SignalsAsync(ResultFilter filter, string? outcome, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>In session order.</summary>
    Task<IReadOnlyList<InstanceRow>> InstancesAsync(string sessionId, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<SessionMarketRow>> MarketsAsync(string sessionId, CancellationToken cancellationToken = default);

    Task<ReportRow?> FindReportAsync(string sessionId, CancellationToken cancellationToken = default);

    Task<RunRow?> FindRunAsync(string sessionId, CancellationToken cancellationToken = default);
}
