using System.Collections.Immutable;
using Trading.Api.Security;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Markets;

/// <summary>Finds what the datasets that a caller may read (his own and shared ones; admin and viewer: all) know of a market.</summary>
internal sealed class MarketSources(IMarketQueries queries, DatasetReader datasets, SeriesTail tail)
{
    /// <summary>All data are recorded: nothing refreshes them.</summary>
    private const string Freshness = "dead";

    public static MarketFilter Filter(OwnerScope scope, string? venue, Symbol? symbol) =>
        new(scope.ForList, OrShared: scope.Asked is null, venue, symbol);

    /// <param name="venue">Null for the one with the newest data.</param>
    /// <returns>Null when no readable dataset knows the market.</returns>
    public async Task<MarketSource?> FindAsync(OwnerScope scope, Symbol symbol, string? venue, CancellationToken cancellation)
    {
        if (venue is null)
        {
            var newest = await queries.ListAsync(Filter(scope, venue: null, symbol), new(Limit: 1), cancellation);
            venue = newest.Items is [var first] ? first.Venue : null;
        }

        if (venue is null)
        {
            return null;
        }

        var series = await queries.SeriesAsync(Filter(scope, venue, symbol), cancellation);
        return series.Count == 0 ? null : new MarketSource(symbol, venue, series[0].DatasetId, NewestOf(series), NewestOf(series.Where(row => row.DatasetId == series[0].DatasetId)));
    }

    /// <returns>Null when the datasets were deleted meanwhile.</returns>
    public async Task<RecordedMarketAnswer?> DescribeAsync(MarketSource source, CancellationToken cancellation)
    {
        if (await SymbolAsync(source.DatasetId, source.Symbol, cancellation) is not { } recorded)
        {
            return null;
        }

        var last = await LastPriceAsync(source, recorded, cancellation);
        var mark = source.Own.ContainsKey(SeriesKind.Mark)
            ? await tail.PriceAsync(source.DatasetId, source.Symbol, SeriesKind.Mark, interval: null, cancellation)
            : null;
        var book = source.Own.ContainsKey(SeriesKind.Book) ? await tail.BookAsync(source.DatasetId, source.Symbol, cancellation) : null;
        long?[] times = [last?.TimeMs, mark?.TimeMs, book?.TimeMs];
        var instrument = recorded.Instrument;
        var (bid, ask) = (BestOf(book?.Bids), BestOf(book?.Asks));
        var (markPrice, markSource) = MarkOf(mark?.Price, (bid + ask) / 2m, last?.Price);
        return new RecordedMarketAnswer(
            source.Symbol, last?.Price, markPrice, bid, ask,
            times.Max() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, Freshness, source.Venue, instrument.TickSize, instrument.LotSize,
            instrument.MinQuantity, instrument.MinNotional, instrument.ContractSize, instrument.MaxLeverage, instrument.MaintenanceMarginRate,
            instrument.LiquidationFeeRate, recorded.Synthetic, source.DatasetId,
            [.. source.Own.Keys.Select(SeriesKinds.NameOf).Order(StringComparer.Ordinal)], markSource);
    }

    public async Task<DatasetSymbol?> SymbolAsync(string datasetId, Symbol symbol, CancellationToken cancellation) =>
        (await datasets.SymbolsAsync(datasetId, cancellation)).FirstOrDefault(held => held.Symbol == symbol);

    private async Task<RecordedPrice?> LastPriceAsync(MarketSource source, DatasetSymbol recorded, CancellationToken cancellation) =>
        MarketSource.PricedOf(source.Own) is var (kind, datasetId)
            ? await tail.PriceAsync(datasetId, source.Symbol, kind, kind is SeriesKind.Candles ? recorded.Find(kind)?.Interval : null, cancellation)
            : null;

    /// <summary>The one rule for the mark: the mark series, without one the book's mid, without a book the last price.</summary>
    private static (decimal? Price, string? Source) MarkOf(decimal? mark, decimal? mid, decimal? last) =>
        mark is not null ? (mark, "mark") : mid is not null ? (mid, "book") : last is not null ? (last, "trade") : (null, null);

    private static Dictionary<SeriesKind, MarketSeriesRow> NewestOf(IEnumerable<MarketSeriesRow> newestFirst)
    {
        var newest = new Dictionary<SeriesKind, MarketSeriesRow>();
        foreach (var row in newestFirst)
        {
            if (SeriesKinds.TryParse(row.Kind, out var kind))
            {
                newest.TryAdd(kind, row);
            }
        }

        return newest;
    }

    private static decimal? BestOf(ImmutableArray<RecordedLevel>? levels) => levels is [var best, ..] ? best.Price : null;
}

/// <summary>Where the newest data of a market are.</summary>
/// <param name="DatasetId">With the newest data of any kind: prices that are shown together come from it alone, for those of different recordings belong to different times.</param>
/// <param name="Newest">For each recorded kind the newest series, of whichever dataset.</param>
/// <param name="Own">For each kind its series in the dataset.</param>
internal sealed record MarketSource(
    Symbol Symbol, string Venue, string DatasetId, IReadOnlyDictionary<SeriesKind, MarketSeriesRow> Newest, IReadOnlyDictionary<SeriesKind, MarketSeriesRow> Own)
{
    /// <summary>The newer of trades and candles, and its dataset; null when neither is recorded.</summary>
    public (SeriesKind Kind, string DatasetId)? Priced => PricedOf(Newest);

    /// <summary>The newer of trades and candles among some series; null when neither is there.</summary>
    public static (SeriesKind Kind, string DatasetId)? PricedOf(IReadOnlyDictionary<SeriesKind, MarketSeriesRow> series)
    {
        var trades = series.GetValueOrDefault(SeriesKind.Trades);
        var candles = series.GetValueOrDefault(SeriesKind.Candles);
        return (trades, candles) switch
        {
            (null, null) => null,
            ({ } only, null) => (SeriesKind.Trades, only.DatasetId),
            ({ } older, { } newer) when older.To >= newer.To => (SeriesKind.Trades, older.DatasetId),
            (_, { } newest) => (SeriesKind.Candles, newest.DatasetId),
        };
    }
}
