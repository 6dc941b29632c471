using System.Collections.Immutable;
using System.Globalization;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Api.Datasets;

/// <summary>A synthetic market to generate.</summary>
/// <param name="Duration">Such as <c>4h</c>, at most 7 days in one call.</param>
/// <param name="Seed">0 or above, as of a session.</param>
/// <param name="Start">Default 2024-01-01T00:00:00Z; a whole second.</param>
public sealed record GenerateDatasetRequest(
    string Name, Symbol Symbol, SyntheticScenario Scenario, string Duration, int EventsPerSecond, long Seed, DateTimeOffset? Start = null, bool Shared = false)
{
    private static readonly TimeSpan DurationMin = TimeSpan.FromSeconds(1);

    /// <returns>Null when a fault was added.</returns>
    internal SyntheticSpec? ToSpec(List<ValidationError> errors)
    {
        if (!Dataset.IsName(Name))
        {
            errors.Add(new("/name", "out_of_range", $"The name must be {Dataset.NameRule}, found {InputText.Quote(Name)}."));
        }

        if (!DurationText.TryParse(Duration, out var duration))
        {
            errors.Add(new("/duration", "malformed", $"The duration must be a whole number and one of ms, s, m, h, d, such as 4h, found {InputText.Quote(Duration)}."));
            return null;
        }

        if (duration < DurationMin || duration > DurationText.Max)
        {
            errors.Add(new(
                "/duration", "out_of_range",
                $"The duration must be {DurationText.Format(DurationMin)} to {DurationText.Format(DurationText.Max)}, found {InputText.Quote(Duration)}."));
            return null;
        }

        if (Start is { } given && given.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            // As milliseconds it would be another instant, which may well be a whole second.
            errors.Add(new("/start", "out_of_range", string.Create(CultureInfo.InvariantCulture, $"{SyntheticSpec.StartRule}, found {given.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'}.")));
            return null;
        }

        var start = Start?.ToUnixTimeMilliseconds() ?? SyntheticSpec.DefaultStartMs;
        var spec = new SyntheticSpec(Symbol, Scenario, (long)duration.TotalMilliseconds, EventsPerSecond, Seed, start);
        errors.AddRange(spec.Validate());
        return errors.Count > 0 ? null : spec;
    }
}

/// <param name="Import">Id of the import that was started.</param>
public sealed record ImportAccepted(string Id, string Name, DatasetState State, string Import);

/// <param name="Synthetic">Some of it was generated or is being generated: always shown.</param>
public sealed record DatasetAnswer(
    string Id, string Name, string Owner, bool Shared, DatasetState State, bool Sealed, bool Synthetic, DateTimeOffset CreatedAt,
    ImmutableArray<DatasetSymbolAnswer> Symbols, ImmutableArray<ImportAnswer> Imports)
{
    public static DatasetAnswer From(Dataset dataset) => new(
        dataset.Id, dataset.Name, dataset.Owner, dataset.Shared, dataset.State, dataset.SealedBy is not null,
        dataset.IsSynthetic, dataset.CreatedAt, [.. dataset.Symbols.Select(DatasetSymbolAnswer.Of)],
        [.. dataset.Imports.Select(ImportAnswer.From)]);
}

/// <param name="Synthetic">The scenario that generated it; null for recorded data.</param>
/// <param name="Gaps">Those of all its series, as the quality report counts them.</param>
/// <param name="RecordingGaps">Stretches without any of its market data, between imports or lost while collecting: replayed as gaps.</param>
public sealed record DatasetSymbolAnswer(
    Symbol Symbol, string Venue, InstrumentAnswer Instrument, string? Synthetic, ImmutableArray<string> Kinds, DateTimeOffset From, DateTimeOffset To,
    ImmutableArray<SeriesAnswer> Series, long Gaps, int RecordingGaps)
{
    public static DatasetSymbolAnswer Of(DatasetSymbol symbol) => new(
        symbol.Symbol, symbol.Venue, InstrumentAnswer.Of(symbol.Instrument), symbol.Synthetic, [.. symbol.Series.Select(series => SeriesKinds.NameOf(series.Kind))],
        DateTimeOffset.FromUnixTimeMilliseconds(symbol.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(symbol.ToMs),
        [.. symbol.Series.Select(SeriesAnswer.Of)], symbol.Series.Sum(series => series.Quality.GapCount), symbol.Gaps.Length);
}

public sealed record InstrumentAnswer(
    decimal TickSize, decimal LotSize, decimal MinQuantity, decimal MinNotional, decimal ContractSize, int MaxLeverage, decimal MaintenanceMarginRate,
    decimal LiquidationFeeRate)
{
    public static InstrumentAnswer Of(Instrument instrument) => new(
        instrument.TickSize, instrument.LotSize, instrument.MinQuantity, instrument.MinNotional, instrument.ContractSize, instrument.MaxLeverage,
        instrument.MaintenanceMarginRate, instrument.LiquidationFeeRate);
}

/// <param name="Interval">Of candles.</param>
public sealed record SeriesAnswer(string Kind, DateTimeOffset From, DateTimeOffset To, long Rows, string? Interval)
{
    public static SeriesAnswer Of(SeriesSummary series) => new(
        SeriesKinds.NameOf(series.Kind), DateTimeOffset.FromUnixTimeMilliseconds(series.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(series.ToMs),
        series.Rows, series.Interval?.ToString());
}

/// <param name="Kind">Null for a generation, which brings several.</param>
/// <param name="Errors">The first bad rows, at most 100; line 0 is the whole file. Behind them stand notes on values that were <c>rounded</c> or <c>not_kept</c>, whose rows are good.</param>
public sealed record ImportAnswer(
    string Id, Symbol Symbol, string? Kind, ImportState State, long Rows, long BadRows, double Percent, DateTimeOffset StartedAt,
    ImmutableArray<ImportErrorAnswer> Errors)
{
    public static ImportAnswer From(ImportRecord import) => new(
        import.Id, import.Symbol, import.Kind is { } kind ? SeriesKinds.NameOf(kind) : null, import.State, import.Rows, import.BadRows, import.Percent,
        import.StartedAt, [.. import.Errors.Select(error => new ImportErrorAnswer(error.Line, error.Code, error.Detail))]);
}

public sealed record ImportErrorAnswer(long Line, string Code, string Detail);

/// <summary>What the series of a dataset are worth.</summary>
public sealed record QualityAnswer(ImmutableArray<SeriesQualityAnswer> Items);

/// <param name="CompletenessPct">Rows, or minutes with an event, that are there of those that the span should hold.</param>
/// <param name="UsualSpacingMs">Median spacing.</param>
/// <param name="GapCount">Spacings over twice the usual one, within and between imports.</param>
/// <param name="Gaps">The largest of them, at most 100.</param>
/// <param name="Duplicates">Rows equal to an earlier row of the same time.</param>
/// <param name="Outliers">Rows whose price lies more than 10 % from the row before.</param>
public sealed record SeriesQualityAnswer(
    Symbol Symbol, string Kind, long Rows, double CompletenessPct, long UsualSpacingMs, long GapCount, ImmutableArray<GapAnswer> Gaps, long Duplicates,
    long Outliers)
{
    public static SeriesQualityAnswer From(Symbol symbol, SeriesSummary series) => new(
        symbol, SeriesKinds.NameOf(series.Kind), series.Rows, series.Quality.CompletenessPct, series.Quality.UsualSpacingMs, series.Quality.GapCount,
        [.. series.Quality.LargestGaps.Select(GapAnswer.Of)], series.Quality.Duplicates, series.Quality.Outliers);
}

public sealed record GapAnswer(DateTimeOffset From, DateTimeOffset To)
{
    public static GapAnswer Of(DataGap gap) => new(DateTimeOffset.FromUnixTimeMilliseconds(gap.FromMs), DateTimeOffset.FromUnixTimeMilliseconds(gap.ToMs));
}

/// <param name="NextFrom">Where the next page begins; null on the last.</param>
public sealed record CandlesAnswer(Symbol Symbol, string Interval, ImmutableArray<CandleAnswer> Candles, DateTimeOffset? NextFrom);

/// <param name="Volume">Base units.</param>
/// <param name="Trades">Null when the source did not say.</param>
public sealed record CandleAnswer(DateTimeOffset OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, long? Trades)
{
    public static CandleAnswer From(Candle candle) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(candle.OpenTimeMs), candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Trades);
}
