using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>What a dataset holds of one symbol.</summary>
/// <param name="Terms">What importers gave of the instrument; the rest of <see cref="Instrument"/> is derived.</param>
/// <param name="Series">One entry for each kind, by kind.</param>
/// <param name="Synthetic">Scenario of generated data; null for recorded data. Always shown.</param>
[GenerateSerializer, Immutable, Alias("dataset-symbol")]
public sealed record DatasetSymbol(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] string Venue,
    [property: Id(2)] InstrumentTerms Terms,
    [property: Id(3)] ImmutableArray<SeriesSummary> Series,
    [property: Id(4)] string? Synthetic = null)
{
    /// <summary>Scaled values stay below 10^18, so that sums of a few fit 64 bits.</summary>
    public const int DigitsMax = 18;

    /// <summary>The rules that sessions on this dataset trade by; tick and lot default to the smallest decimal steps seen.</summary>
    [JsonIgnore]
    public Instrument Instrument
    {
        get
        {
            var traded = Traded;
            return Terms.ToInstrument(Symbol, Venue, Step(traded, series => series.PriceScale), Step(traded, series => series.QuantityScale));
        }
    }

    /// <summary>Decimals of prices in the symbol's batches: enough for every series and for the tick.</summary>
    [JsonIgnore]
    public int PriceScale => Math.Max(ScaleOf(Series, series => series.PriceScale), Terms.TickSize is { } tick ? Scaled.ScaleOf(tick) : 0);

    /// <summary>Decimals of quantities in the symbol's batches: enough for every series and for the lot.</summary>
    [JsonIgnore]
    public int QuantityScale => Math.Max(ScaleOf(Series, series => series.QuantityScale), Terms.LotSize is { } lot ? Scaled.ScaleOf(lot) : 0);

    /// <summary>True when the replay's prices come from candles: there are candles and no trades.</summary>
    [JsonIgnore]
    public bool IsReplayedFromCandles => Find(SeriesKind.Candles) is not null && Find(SeriesKind.Trades) is null;

    /// <summary>The series that a market is traded on: trades (else candles) and book; mark and funding only where there is nothing else.</summary>
    [JsonIgnore]
    public ImmutableArray<SeriesSummary> Replayed
    {
        get
        {
            ImmutableArray<SeriesSummary> prices = [.. Series.Where(series =>
                series.Kind is SeriesKind.Book or SeriesKind.Trades || (series.Kind is SeriesKind.Candles && IsReplayedFromCandles))];
            return prices.IsEmpty ? Series : prices;
        }
    }

    /// <summary>First time of the replay, Unix ms: mark and funding outside the traded span are not replayed.</summary>
    [JsonIgnore]
    public long FromMs => Replayed.Min(series => series.FromMs);

    /// <summary>Last time of the replay, Unix ms.</summary>
    [JsonIgnore]
    public long ToMs => Replayed.Max(series => series.ToMs);

    /// <summary>Stretches that no replayed series covers: replayed as gap events.</summary>
    [JsonIgnore]
    public ImmutableArray<DataGap> Gaps
    {
        get
        {
            var replayed = Replayed;
            return replayed.IsEmpty ? [] : replayed.Skip(1).Aggregate(replayed[0].Gaps, (gaps, series) => DataGaps.Intersect(gaps, series.Uncovered));
        }
    }

    public SeriesSummary? Find(SeriesKind kind) => Series.FirstOrDefault(series => series.Kind == kind);

    /// <summary>Why a series of this span cannot be added: the kind is recorded for a part of it.</summary>
    public ValidationError? Overlap(SeriesKind kind, long fromMs, long toMs) =>
        Find(kind) is { } held && DataGaps.Covers(held, fromMs, toMs)
            ? new("/file", "dataset_overlap", $"{Symbol} has {kind} from {held.FromMs} to {held.ToMs} (Unix ms), what comes runs from {fromMs} to {toMs}.")
            : null;

    /// <summary>With all that one more import brought, or why it cannot be added.</summary>
    public (DatasetSymbol Symbol, ImportError? Fault) Take(string venue, InstrumentTerms terms, ImportOutcome outcome)
    {
        if (outcome.Failure is not null)
        {
            return (this, outcome.Failure);
        }

        if (venue != Venue)
        {
            return (this, new(0, "conflict", $"{Symbol} is from venue {Venue}, found {venue}."));
        }

        var whole = this with { Terms = terms.Over(Terms) };
        foreach (var series in outcome.Series)
        {
            if (Find(series.Kind)?.Interval is { } interval && interval != series.Interval)
            {
                return (this, new(0, "conflict", $"The candles of {Symbol} are of {interval}, found {series.Interval}."));
            }

            if (Overlap(series.Kind, series.FromMs, series.ToMs) is { } overlap)
            {
                return (this, new(0, overlap.Code, overlap.Detail));
            }

            whole = whole.Add(series);
        }

        return whole.ScaleFault() is { } fault ? (this, fault) : (whole, null);
    }

    /// <summary>With the series of one more import.</summary>
    public DatasetSymbol Add(SeriesSummary series) => this with
    {
        Series = [.. Series.Where(held => held.Kind != series.Kind).Append(Find(series.Kind)?.Merge(series) ?? series).OrderBy(held => held.Kind)],
    };

    // Marks carry more decimals than the tick, so they speak only where nothing is traded.
    private ImmutableArray<SeriesSummary> Traded
    {
        get
        {
            ImmutableArray<SeriesSummary> exact = [.. Series.Where(series => series.Kind is SeriesKind.Trades or SeriesKind.Book)];
            ImmutableArray<SeriesSummary> candles = [.. Series.Where(series => series.Kind is SeriesKind.Candles)];
            return !exact.IsEmpty ? exact : !candles.IsEmpty ? candles : Series;
        }
    }

    /// <summary>Why the symbol's values do not fit one scale: a huge value beside one with many decimals.</summary>
    private ImportError? ScaleFault()
    {
        foreach (var series in Series)
        {
            if (!Scaled.Fits(series.PriceMax, PriceScale))
            {
                return new(0, "out_of_range", $"Price {series.PriceMax} of {series.Kind} has over {DigitsMax} digits at the {PriceScale} decimals of {Symbol}.");
            }

            if (!Scaled.Fits(series.QuantityMax, QuantityScale))
            {
                return new(0, "out_of_range", $"Quantity {series.QuantityMax} of {series.Kind} has over {DigitsMax} digits at the {QuantityScale} decimals of {Symbol}.");
            }
        }

        return null;
    }

    private static decimal Step(ImmutableArray<SeriesSummary> series, Func<SeriesSummary, int> scale) => Scaled.ToDecimal(1, ScaleOf(series, scale));

    private static int ScaleOf(ImmutableArray<SeriesSummary> series, Func<SeriesSummary, int> scale) => series.IsEmpty ? 0 : series.Max(scale);
}
