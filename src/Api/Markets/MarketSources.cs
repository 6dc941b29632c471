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
        return series.Count == 0 ? null : new MarketSource(symbol, venue, series[0].DatasetId, NewestOf(series));
    }

    /// <returns>Null when the datasets were deleted meanwhile.</returns>
    public async Task<RecordedMarketAnswer?> DescribeAsync(MarketSource source, CancellationToken cancellation)
    {
        if (await SymbolAsync(source.DatasetId, source.Symbol, cancellation) is not { } recorded)
        {
            return null;
        }

        var last = await LastPriceAsync(source, cancellation);
        var mark = source.Newest.TryGetValue(SeriesKind.Mark, out var marks)
            ? await tail.PriceAsync(marks.DatasetId, source.Symbol, SeriesKind.Mark, interval: null, cancellation)
            : null;
        var book = source.Newest.TryGetValue(SeriesKind.Book, out var books) ? await tail.BookAsync(books.DatasetId, source.Symbol, cancellation) : null;
        long?[] times = [last?.TimeMs, mark?.TimeMs, book?.TimeMs];
        var instrument = recorded.Instrument;
        return new RecordedMarketAnswer(
            source.Symbol, last?.Price, mark?.Price, BestOf(book?.Bids), BestOf(book?.Asks),
            times.Max() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, Freshness, source.Venue, instrument.TickSize, instrument.LotSize,
            instrument.MinQuantity, instrument.MinNotional, instrument.ContractSize, instrument.MaxLeverage, instrument.MaintenanceMarginRate,
            instrument.LiquidationFeeRate, recorded.Synthetic, source.DatasetId,
            [.. source.Newest.Keys.Select(SeriesKinds.NameOf).Order(StringComparer.Ordinal)]);
    }

    public async Task<DatasetSymbol?> SymbolAsync(string datasetId, Symbol symbol, CancellationToken cancellation) =>
        (await datasets.SymbolsAsync(datasetId, cancellation)).FirstOrDefault(held => held.Symbol == symbol);

    private async Task<RecordedPrice?> LastPriceAsync(MarketSource source, CancellationToken cancellation)
    {
        if (source.Priced is not var (kind, datasetId))
        {
            return null;
        }

        var interval = kind is SeriesKind.Candles
            ? (await SymbolAsync(datasetId, source.Symbol, cancellation))?.Find(SeriesKind.Candles)?.Interval
            : null;
        return await tail.PriceAsync(datasetId, source.Symbol, kind, interval, cancellation);
    }

    private static Dictionary<SeriesKind, MarketSeriesRow> NewestOf(IReadOnlyList<MarketSeriesRow> newestFirst)
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
/// <param name="DatasetId">With the newest data of any kind.</param>
/// <param name="Newest">For each recorded kind the newest series.</param>
internal sealed record MarketSource(Symbol Symbol, string Venue, string DatasetId, IReadOnlyDictionary<SeriesKind, MarketSeriesRow> Newest)
{
    /// <summary>The newer of trades and candles, and its dataset; null when neither is recorded.</summary>
    public (SeriesKind Kind, string DatasetId)? Priced
    {
        get
        {
            var trades = Newest.GetValueOrDefault(SeriesKind.Trades);
            var candles = Newest.GetValueOrDefault(SeriesKind.Candles);
            return (trades, candles) switch
            {
                (null, null) => null,
                ({ } only, null) => (SeriesKind.Trades, only.DatasetId),
                ({ } older, { } newer) when older.To >= newer.To => (SeriesKind.Trades, older.DatasetId),
                (_, { } newest) => (SeriesKind.Candles, newest.DatasetId),
            };
        }
    }
}
