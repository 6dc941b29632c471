using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Prices and what moves them.</summary>
internal static class PriceEntries
{
    private const string Lookback = "lookback";
    private const string Support = "support";
    private const string Step = "step";
    private const string Spacing = "spacing";
    private const string Samples = "samples";
    private const string FrameList = "frames";
    private const int ReturnStepsMin = 3;

    public static IEnumerable<CatalogueEntry> All =>
    [
        Entries.LastValue("price", "Last trade price.", "last trade price", Entries.QuoteUnits, IndicatorSeries.Trade, (graph, _) => graph.Price()),
        Entries.LastValue(
            "mark_price", "Mark price; without a mark series the mid of the book, without a book the last trade price.", "last mark",
            Entries.QuoteUnits, IndicatorSeries.Mark, (graph, _) => graph.MarkPrice()),
        Entries.LastValue(
            "index_price", "Index price; unknown without a mark series.", "last index price",
            Entries.QuoteUnits, IndicatorSeries.Mark, (graph, _) => graph.IndexPrice()),
        Entries.LastValue(
            "funding_rate", "Newest funding rate, as a fraction (0.0001 is 0.01 %); unknown without a mark series.", "last funding rate",
            "fraction", IndicatorSeries.Mark, (graph, _) => graph.FundingRate()),
        Entries.Windowed(
            "twap", "Time-weighted average price.", "T(window)", Entries.QuoteUnits, IndicatorPlacement.OverPrice,
            [Parameters.Single(300)], (graph, values) => graph.PriceAverage(values.Window())),
        Entries.Paired(
            "twap_ratio", "Time-weighted average price against an earlier one.", "T(current) / T(baseline)", Entries.RatioUnit,
            Parameters.Pair(300, 60, 1800, 300),
            (graph, values) => Averages<Ratio>(graph, values, "twap ratio", ParameterNames.Baseline, default)),
        Entries.Paired(
            "pump_magnitude_pct", "How far the price has moved from its earlier average.", "100 · (T(current) − T(baseline)) / T(baseline)", Entries.Percent,
            Parameters.Pair(10, 0, 60, 30),
            (graph, values) => Averages(graph, values, "change", ParameterNames.Baseline, new ChangePct(1))),
        Entries.Paired(
            "price_velocity", "Speed of the price move.", "pump_magnitude_pct / seconds between the mid-times of both windows", Entries.PercentPerSecond,
            Parameters.Pair(10, 0, 60, 30),
            (graph, values) => graph.Velocity(values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline))),
        Entries.Paired(
            "price_momentum_pct", "Move of the plain mean of trade prices.",
            "100 · (mean(current) − mean(baseline)) / mean(baseline), means over trade prices", Entries.Percent,
            Parameters.Pair(30, 0, 120, 30),
            (graph, values) => graph.Formula(
                Name("momentum", values, ParameterNames.Baseline),
                graph.PriceMean(values.Window(ParameterNames.Current)),
                graph.PriceMean(values.Window(ParameterNames.Baseline)),
                new ChangePct(1))) with { GapWindow = Entries.CurrentWindow },
        new CatalogueEntry(
            Entries.Definition(
                "velocity_cascade", "Whether short-term velocity runs ahead of longer-term velocity, −1 to 1.",
                "vᵢ = price_velocity of frame i from 0; dᵢ = (vᵢ − vᵢ₊₁) / max(|vᵢ₊₁|, 0.01); x = Σwᵢdᵢ / Σwᵢ with wᵢ = 2⁻ⁱ, · 1.2 when at least two dᵢ are all above 0 or all below 0; tanh(x / 2)",
                "−1…1", IndicatorSeries.Trade, Entries.WarmupOfWindows, IndicatorPlacement.BelowPrice,
                Parameters.Frames(FrameList, "Frames of a velocity each, short to long.", (5, 15, 10), (10, 40, 30), (20, 80, 60))),
            values => values.Frames(FrameList).Max(frame => frame.Baseline.FromMs),
            (graph, values) => new CascadeNode([.. values.Frames(FrameList).Select(frame => graph.Velocity(frame.Current, frame.Baseline))]))
        {
            Check = (values, faults) => Rules.FramesGrow(values, FrameList, faults),
        },
        new CatalogueEntry(
            Entries.Definition(
                "velocity_stabilization", "How unsteady the velocity is: near 0 it is steady.",
                "population σ of the last `samples` velocities on the grid of `spacing` / mean of their sizes; unknown when that mean is below 0.001", Entries.RatioUnit,
                IndicatorSeries.Trade, "the baseline window and `samples` · `spacing` before it", IndicatorPlacement.BelowPrice,
                [
                    .. Parameters.Pair(10, 0, 40, 30),
                    Parameters.Integer(Samples, "Velocities compared.", 3, 2, 100),
                    Parameters.Seconds(Spacing, "Step of the grid.", 5, 1, 3600),
                ]),
            values => values.Window(ParameterNames.Baseline).FromMs + (values.Integer(Samples) * values.Span(Spacing)),
            (graph, values) => graph.Stabilization(
                values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline), values.Integer(Samples), values.Span(Spacing)))
        {
            Check = Rules.BaselineIsEarlier,
        },
        new CatalogueEntry(
            Entries.Definition(
                "momentum_reversal_pct", "How far the velocity has come back from its peak.",
                "100 · (v − v_peak) / |v_peak|, v_peak the velocity of largest size among the 1 s grid of the lookback and now, the newest if equal; unknown when |v_peak| is below 0.001",
                Entries.Percent, IndicatorSeries.Trade, "the baseline window and the lookback before it", IndicatorPlacement.BelowPrice,
                [.. Parameters.Pair(10, 0, 40, 30), Parameters.Seconds(Lookback, "How far back the peak is looked for.", 60, 1, 3600)]),
            values => values.Window(ParameterNames.Baseline).FromMs + values.Span(Lookback),
            (graph, values) => graph.Reversal(
                values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline), values.Span(Lookback)))
        {
            Check = Rules.BaselineIsEarlier,
        },
        Entries.Windowed(
            "max_price", "Highest trade price of the window, the price holding at its start included.", "max of trade prices", Entries.QuoteUnits,
            IndicatorPlacement.OverPrice, [Parameters.Single(300)], (graph, values) => graph.Highest(values.Window())),
        Entries.Windowed(
            "min_price", "Lowest trade price of the window, the price holding at its start included.", "min of trade prices", Entries.QuoteUnits,
            IndicatorPlacement.OverPrice, [Parameters.Single(300)], (graph, values) => graph.Lowest(values.Window())),
        Entries.Windowed(
            "drawdown_from_high_pct", "How far the price is below the window's high.", "100 · (max_price − price) / max_price", Entries.Percent,
            IndicatorPlacement.BelowPrice, [Parameters.Single(600)], (graph, values) => graph.DrawdownPct(values.Window())),
        Entries.Windowed(
            "rise_from_low_pct", "How far the price is above the window's low.", "100 · (price − min_price) / min_price", Entries.Percent,
            IndicatorPlacement.BelowPrice, [Parameters.Single(600)],
            (graph, values) => graph.Formula($"rise {values.Window()}", graph.Price(), graph.Lowest(values.Window()), new ChangePct(1))),
        Entries.Paired(
            "support_proximity_pct", "Distance of the price from the average of a long earlier window.", "100 · (T(current) − T(support)) / T(support)", Entries.Percent,
            [
                Parameters.Window(ParameterNames.Current, "The window that is judged.", 10, 0),
                Parameters.Window(Support, "The earlier window whose average is the support.", 3600, 600),
            ],
            (graph, values) => Averages(graph, values, "change", Support, new ChangePct(1)),
            earlier: Support),
        Entries.Windowed(
            "volatility_pct", "Volatility of the price per step, not annualised.",
            "100 · population σ of ln(pₖ / pₖ₋₁) of consecutive prices on the grid of `step`; unknown below 2 returns", Entries.Percent,
            IndicatorPlacement.BelowPrice,
            [Parameters.Single(300), Parameters.Seconds(Step, "Step of the grid.", 1, 1, 3600)],
            (graph, values) => graph.Volatility(values.Window(), values.Span(Step))) with
        {
            Check = (values, faults) => Rules.HoldsSteps(values, Step, ReturnStepsMin, faults),
        },
    ];

    private static ColumnNode Averages<TFormula>(ColumnGraph graph, ParameterValues values, string name, string earlier, TFormula formula)
        where TFormula : struct, IFormula =>
        graph.Formula(
            Name(name, values, earlier),
            graph.PriceAverage(values.Window(ParameterNames.Current)),
            graph.PriceAverage(values.Window(earlier)),
            formula);

    private static string Name(string name, ParameterValues values, string earlier) =>
        $"{name} {values.Window(ParameterNames.Current)} {values.Window(earlier)}";
}
