using Trading.Domain;
using Trading.Domain.Indicators;
using Trading.Domain.MarketData;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Api.Indicators;

/// <summary>A preview whose every part was checked against its dataset.</summary>
/// <param name="CandleInterval">For <see cref="PreviewCadence.Candle"/>; null for the indicator's own.</param>
internal sealed record PreviewOrder(
    Dataset Dataset, MarketQuery Query, IndicatorSpec Indicator, PreviewCadence Every, TimeSpan? CandleInterval, ThresholdTest? Threshold)
{
    private const string SeriesMissing = "series_missing";

    /// <returns>Null when an error was added.</returns>
    public static PreviewOrder? From(PreviewRequest request, Dataset dataset, ICollection<ValidationError> errors)
    {
        var indicator = IndicatorCatalog.Parse(request.Indicator, "/indicator", errors);
        var threshold = request.Threshold is { } asked ? ThresholdTest.Parse(asked.Op, asked.Value, "/threshold", errors) : null;
        if (request.From >= request.To)
        {
            errors.Add(new("/to", "out_of_range", "must be later than from."));
        }

        var interval = dataset.Find(request.Symbol) is { } symbol
            ? IntervalOf(request.Every, indicator, symbol, errors)
            : Refuse<TimeSpan>(errors, "/symbol", "not_found", $"{request.Symbol} is not in dataset '{dataset.Name}'.");
        return errors.Count > 0
            ? null
            : new PreviewOrder(
                dataset, new MarketQuery(request.Symbol, request.From?.ToUnixTimeMilliseconds(), request.To?.ToUnixTimeMilliseconds(), ReuseArrays: true, DepthOnDemand: true),
                indicator!, request.Every, interval, threshold);
    }

    private static TimeSpan? IntervalOf(PreviewCadence every, IndicatorSpec? indicator, DatasetSymbol symbol, ICollection<ValidationError> errors)
    {
        if (indicator is null)
        {
            return null;
        }

        if (indicator.IsInstance)
        {
            return Refuse<TimeSpan>(errors, "/indicator/type", "out_of_range", $"{indicator.Type} is computed by a running strategy, not from market data.");
        }

        var recorded = symbol.IsReplayedFromCandles ? symbol.Find(SeriesKind.Candles)!.Interval : null;
        foreach (var series in indicator.Series.Where(series => !Has(series, symbol)))
        {
            errors.Add(new("/indicator/type", SeriesMissing, $"{indicator.Type} reads the {Name(series)} series, which the dataset does not have of {symbol.Symbol}."));
        }

        if (indicator.CandleInterval is { } own)
        {
            return recorded is { } finer && (finer.FixedLengthMs is not { } ms || (long)own.TotalMilliseconds % ms != 0)
                ? Refuse<TimeSpan>(errors, "/indicator/interval", SeriesMissing, $"The recorded candles of {finer} do not make up the indicator's.")
                : null;
        }

        if (every is not PreviewCadence.Candle)
        {
            return null;
        }

        return recorded?.FixedLengthMs is { } lengthMs
            ? TimeSpan.FromMilliseconds(lengthMs)
            : Refuse<TimeSpan>(errors, "/every", "out_of_range", $"{indicator.Type} has no candles of its own and the dataset none of a fixed length: take event or 1s.");
    }

    /// <summary>The mark falls back to the book and the last trade; what only a mark series has stays unknown without one.</summary>
    private static bool Has(IndicatorSeries series, DatasetSymbol symbol) => series switch
    {
        IndicatorSeries.Trade => symbol.Find(SeriesKind.Trades) is not null || symbol.Find(SeriesKind.Candles) is not null,
        IndicatorSeries.Book => symbol.Find(SeriesKind.Book) is not null,
        _ => true,
    };

    private static string Name(IndicatorSeries series) => series is IndicatorSeries.Book ? "book" : "trade";

    private static T? Refuse<T>(ICollection<ValidationError> errors, string pointer, string code, string detail)
        where T : struct
    {
        errors.Add(new(pointer, code, detail));
        return null;
    }
}
