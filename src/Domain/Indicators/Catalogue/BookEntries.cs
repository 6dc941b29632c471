using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>The best bid and ask, and the score that joins them with trades.</summary>
internal static class BookEntries
{
    private const string PeakLookback = "peakLookback";
    private const string Velocity = "velocity";
    private const string VolumeSurge = "volume_surge";
    private const string Retracement = "retracement";
    private const string Imbalance = "imbalance";
    private const string Below = "below";
    private const string Above = "above";

    public static IEnumerable<CatalogueEntry> All =>
    [
        Entries.LastValue(
            "spread_pct", "Spread of the newest book; unknown while it is crossed or one-sided.", "100 · (ask − bid) / mid", Entries.Percent,
            IndicatorSeries.Book, (graph, _) => graph.Spread()),
        Single("average_spread_pct", "Time-weighted average spread.", "T(window) of spread_pct", Entries.Percent, 60, (graph, window) => graph.SpreadAverage(window)),
        Entries.Paired(
            "spread_widening_ratio", "Average spread against an earlier one.", "T(spread_pct, current) / T(spread_pct, baseline)", Entries.RatioUnit,
            Parameters.Pair(30, 0, 600, 30),
            (graph, values) => graph.Formula(
                Name("widening", values),
                graph.SpreadAverage(values.Window(ParameterNames.Current)),
                graph.SpreadAverage(values.Window(ParameterNames.Baseline)),
                default(Ratio)),
            IndicatorSeries.Book),
        Single(
            "book_imbalance_pct", "Whether the best bid (100) or the best ask (−100) is larger.",
            "T(window) of 100 · (bidQty − askQty) / (bidQty + askQty)", Entries.Percent, 30, (graph, window) => graph.ImbalanceAverage(window)),
        Single(
            "liquidity", "Notional at the best bid and ask.", "T(window) of bid · bidQty + ask · askQty", Entries.QuoteUnits, 30,
            (graph, window) => graph.LiquidityAverage(window)),
        Entries.Paired(
            "liquidity_drain_pct", "How much liquidity has gone since an earlier window.",
            "100 · (L(baseline) − L(current)) / L(baseline), L = liquidity; unknown when L(baseline) < minBaseline", Entries.Percent,
            [
                .. Parameters.Pair(30, 0, 600, 30),
                Parameters.Number(ParameterNames.MinBaseline, "Quote units that the baseline's liquidity must reach.", 100, 0, null),
            ],
            (graph, values) => new FormulaNode<DrainPct>(
                graph.LiquidityAverage(values.Window(ParameterNames.Current)),
                graph.LiquidityAverage(values.Window(ParameterNames.Baseline)),
                new DrainPct(values.Number(ParameterNames.MinBaseline))),
            IndicatorSeries.Book),
        Exhaustion,
    ];

    private static CatalogueEntry Exhaustion => new(
        new IndicatorDefinition(
            "dump_exhaustion_score",
            "How exhausted a dump looks, 0 to 100; unknown when any part is.",
            "30 when |velocity| is below its limit (half below 2 · the limit) + 25 when the volume surge is below its limit (half below 1.5 · the limit) + 25 when drawdown_from_high_pct over peakLookback is above the retracement (half from 70 % of it) + 20 when book imbalance is above its limit (half from 20 below it)",
            "0…100",
            [IndicatorSeries.Trade, IndicatorSeries.Book],
            Entries.WarmupOfWindows,
            IndicatorPlacement.BelowPrice,
            [
                Parameters.Seconds(PeakLookback, "Window of the high that the drawdown starts from.", 600),
                Parameters.Part(
                    Velocity, "Price velocity, % per s.",
                    [.. Parameters.Pair(10, 0, 40, 30), Parameters.Number(Below, "Limit of its size, % per s.", 0.1, 0, null, isMinExclusive: true)]),
                Parameters.Part(
                    VolumeSurge, "Volume surge ratio.",
                    [.. Parameters.Pair(30, 0, 600, 30), Parameters.Number(Below, "Limit of the ratio.", 0.8, 0, null, isMinExclusive: true)]),
                Parameters.Part(
                    Retracement, "Drawdown from the high.",
                    Parameters.Number(Above, "Limit, %.", 40, 0, 100, isMinExclusive: true)),
                Parameters.Part(
                    Imbalance, "Book imbalance.",
                    Parameters.Single(30), Parameters.Number(Above, "Limit, %.", -10, -100, 100)),
            ]),
        values => Math.Max(
            Math.Max(values.Span(PeakLookback), values.Part(Imbalance).Window().FromMs),
            Math.Max(values.Part(Velocity).Window(ParameterNames.Baseline).FromMs, values.Part(VolumeSurge).Window(ParameterNames.Baseline).FromMs)),
        BuildExhaustion)
    {
        Check = (values, faults) =>
        {
            foreach (var part in new[] { Velocity, VolumeSurge }.Where(values.Has))
            {
                Rules.BaselineIsEarlier(values.Part(part), faults.At(part));
            }
        },
        GapWindow = values => values.Part(VolumeSurge).Window(ParameterNames.Current),
    };

    private static ExhaustionNode BuildExhaustion(ColumnGraph graph, ParameterValues values)
    {
        var (velocity, surge, imbalance) = (values.Part(Velocity), values.Part(VolumeSurge), values.Part(Imbalance));
        return new ExhaustionNode(
            graph.Velocity(velocity.Window(ParameterNames.Current), velocity.Window(ParameterNames.Baseline)),
            graph.VolumeSurge(surge.Window(ParameterNames.Current), surge.Window(ParameterNames.Baseline), 0),
            graph.DrawdownPct(new IndicatorWindow(values.Span(PeakLookback), 0)),
            graph.ImbalanceAverage(imbalance.Window()),
            new ExhaustionLimits(velocity.Number(Below), surge.Number(Below), values.Part(Retracement).Number(Above), imbalance.Number(Above)));
    }

    private static CatalogueEntry Single(
        string type, string summary, string formula, string unit, double from, Func<ColumnGraph, IndicatorWindow, ColumnNode> build) =>
        Entries.Windowed(
            type, summary, formula, unit, IndicatorPlacement.BelowPrice, [Parameters.Single(from)],
            (graph, values) => build(graph, values.Window()), IndicatorSeries.Book);

    private static string Name(string name, ParameterValues values) =>
        $"{name} {values.Window(ParameterNames.Current)} {values.Window(ParameterNames.Baseline)}";
}
