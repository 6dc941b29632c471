using Trading.Domain.Instruments;

namespace Trading.Storage.Datasets;

/// <summary>A market that readable datasets know: a symbol at a venue.</summary>
/// <param name="To">Time of the newest recorded data.</param>
public sealed record MarketRow(string Venue, Symbol Symbol, DateTimeOffset To);

/// <summary>What one import brought of a market.</summary>
/// <param name="Kind"><c>trades</c>, <c>book</c>, <c>candles</c>, <c>mark</c> or <c>funding</c>.</param>
/// <param name="To">Time of the last row.</param>
public sealed record MarketSeriesRow(string DatasetId, string Kind, DateTimeOffset To);

/// <param name="Owner">Datasets of this owner; null for everybody's.</param>
/// <param name="OrShared">With <paramref name="Owner"/>: also those that others marked shared.</param>
public sealed record MarketFilter(string? Owner = null, bool OrShared = false, string? Venue = null, Symbol? Symbol = null);

/// <summary>Which markets the datasets know. Only finished imports count.</summary>
public interface IMarketQueries
{
    /// <summary>By the time of their newest data.</summary>
    Task<Paging.Page<MarketRow>> ListAsync(MarketFilter filter, Paging.PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Series of one market, newest first.</summary>
    Task<IReadOnlyList<MarketSeriesRow>> SeriesAsync(MarketFilter filter, CancellationToken cancellationToken = default);
}
