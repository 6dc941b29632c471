using Trading.Domain.Indicators.Candles;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Indicators on closed candles.</summary>
internal static class CandleEntries
{
    private const int PeriodMax = 1000;
    private const string Fast = "fast";
    private const string Slow = "slow";
    private const string Signal = "signal";
    private const string K = "k";

    private static readonly string[] MacdOutputs = ["macd", "signal", "histogram"];
    private static readonly string[] BollingerOutputs = ["upper", "middle", "lower", "percent_b", "bandwidth"];

    public static IEnumerable<CatalogueEntry> All =>
    [
        Simple(
            "sma", "Simple moving average of closes.", "mean of the last n closes", Entries.QuoteUnits, "n closed candles", 20,
            period => new SmaStudy(period)),
        Simple(
            "ema", "Exponential moving average of closes.", "k = 2 / (n + 1); E + k · (close − E), the first the SMA of the first n", Entries.QuoteUnits,
            "n closed candles", 20, period => new EmaStudy(period)),
        Simple(
            "rsi", "Relative strength index.",
            "100 · AG / (AG + AL); the first averages the plain means of n gains and losses, then (A · (n − 1) + new) / n; unknown when both are 0",
            "0…100", "n + 1 closed candles", 14, period => new RsiStudy(period)),
        Simple(
            "atr", "Average true range.",
            "true range from the second candle on; the first the mean of n, then (A · (n − 1) + new) / n", "quote units of range",
            "n + 1 closed candles", 14, period => new AtrStudy(period)),
        Of(
            "macd", "Moving average convergence divergence.",
            "EMA(fast) − EMA(slow); signal: its EMA, the first the mean of the first n values; histogram: macd − signal",
            "quote units of difference", "slow closed candles, with signal or histogram slow + signal − 1", IndicatorPlacement.BelowPrice,
            [
                Parameters.Integer(Fast, "Period of the fast average.", 12, 1, PeriodMax),
                Parameters.Integer(Slow, "Period of the slow average.", 26, 2, PeriodMax),
                Parameters.Integer(Signal, "Period of the signal.", 9, 1, PeriodMax),
                Parameters.Choice(ParameterNames.Output, "Which value.", MacdOutputs[0], MacdOutputs),
            ],
            values => new MacdStudy(
                values.Integer(Fast), values.Integer(Slow), values.Integer(Signal),
                (MacdOutput)Array.IndexOf(MacdOutputs, values.Choice(ParameterNames.Output)))) with
        {
            Check = (values, faults) => Rules.IsBelow(values, Fast, Slow, faults),
        },
        Of(
            "bollinger", "Bollinger bands.",
            "middle = SMA(n); upper, lower = middle ± k · population σ of the last n closes; percent_b = (close − lower) / (upper − lower) and bandwidth = (upper − lower) / middle are fractions, unknown when the bands meet",
            "quote units; fraction for percent_b and bandwidth", "n closed candles", IndicatorPlacement.OverPrice,
            [
                Parameters.Integer(ParameterNames.Period, "Candles n.", 20, 2, PeriodMax),
                Parameters.Number(K, "Widths of σ.", 2, 0, 10, isMinExclusive: true),
                Parameters.Choice(ParameterNames.Output, "Which value.", BollingerOutputs[1], BollingerOutputs),
            ],
            values => new BollingerStudy(
                values.Integer(ParameterNames.Period), values.Number(K),
                (BollingerOutput)Array.IndexOf(BollingerOutputs, values.Choice(ParameterNames.Output)))),
    ];

    private static CatalogueEntry Simple(
        string type, string summary, string formula, string unit, string warmup, int period, Func<int, CandleStudy> study) =>
        Of(
            type, summary, formula, unit, warmup, unit == Entries.QuoteUnits ? IndicatorPlacement.OverPrice : IndicatorPlacement.BelowPrice,
            [Parameters.Integer(ParameterNames.Period, "Candles n.", period, 1, PeriodMax)],
            values => study(values.Integer(ParameterNames.Period)));

    private static CatalogueEntry Of(
        string type, string summary, string formula, string unit, string warmup, IndicatorPlacement placement,
        IndicatorParameter[] parameters, Func<ParameterValues, CandleStudy> study) =>
        new(
            Entries.Definition(type, summary, formula, unit, IndicatorSeries.Trade, warmup, placement, [Parameters.Interval(), .. parameters]),
            values => study(values).CandlesNeeded * values.Span(ParameterNames.Interval),
            (graph, values) => graph.Candle(values.Span(ParameterNames.Interval), study(values)));
}
