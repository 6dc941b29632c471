using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Volumes and counts of trades.</summary>
internal static class VolumeEntries
{
    private const string Short = "short";
    private const string Long = "long";
    private const string CandleNote = " A replayed candle counts as one trade.";

    public static IEnumerable<CatalogueEntry> All =>
    [
        Single("volume", "Quantity traded.", "V(window)", "base units", 60, (graph, window) => graph.Volume(window)),
        Single("trade_count", "Number of trades." + CandleNote, "N(window)", "trades", 60, (graph, window) => graph.TradeCount(window)),
        Single(
            "average_trade_size", "Mean quantity of a trade; unknown without trades." + CandleNote, "V(window) / N(window)", "base units", 60,
            (graph, window) => graph.Formula($"size {window}", graph.Volume(window), graph.TradeCount(window), default(Ratio))),
        Entries.Paired(
            "volume_surge_ratio", "Rate of volume against its earlier rate; 1 is normal.",
            "(V(current) / length) / (V(baseline) / length); unknown when V(baseline) ≤ minBaseline", Entries.RatioUnit,
            [
                .. Parameters.Pair(30, 0, 600, 30),
                Parameters.Number(ParameterNames.MinBaseline, "Base units that the baseline's volume must exceed.", 0, 0, null),
            ],
            (graph, values) => graph.VolumeSurge(
                values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline), values.Number(ParameterNames.MinBaseline))) with { GapWindow = Entries.CurrentWindow },
        Entries.Paired(
            "trade_frequency_ratio", "Rate of trades against its earlier rate; 1 is normal." + CandleNote,
            "(N(current) / length) / (N(baseline) / length); unknown when N(baseline) is 0", Entries.RatioUnit,
            Parameters.Pair(30, 0, 600, 30),
            (graph, values) => graph.TradeFrequency(values.Window(ParameterNames.Current), values.Window(ParameterNames.Baseline))) with { GapWindow = Entries.CurrentWindow },
        new CatalogueEntry(
            Entries.Definition(
                "volume_concentration", "Share of a long window's volume that fell into a short one.", "V(short) / V(long)", "fraction",
                IndicatorSeries.Trade, Entries.WarmupOfWindows, IndicatorPlacement.BelowPrice,
                Parameters.Window(Short, "The part.", 60, 0),
                Parameters.Window(Long, "The whole, which contains the part.", 600, 0)),
            values => values.Window(Long).FromMs,
            (graph, values) => graph.Formula(
                $"concentration {values.Window(Short)} {values.Window(Long)}",
                graph.Volume(values.Window(Short)),
                graph.Volume(values.Window(Long)),
                default(Ratio)))
        {
            Check = (values, faults) => Rules.Contains(values, Long, Short, faults),
            GapWindow = values => values.Window(Short),
        },
        Single(
            "taker_flow_imbalance", "Whether takers buy (1) or sell (−1); trades of unknown side are left out.",
            "(V_buy − V_sell) / (V_buy + V_sell)", "−1…1", 60,
            (graph, window) => graph.Formula($"flow {window}", graph.Bought(window), graph.Sold(window), default(Imbalance))),
        Single(
            "vwap", "Volume-weighted average price.", "Σpq / Σq", Entries.QuoteUnits, 300,
            (graph, window) => graph.Formula($"vwap {window}", graph.Notional(window), graph.Volume(window), default(Ratio))),
    ];

    private static CatalogueEntry Single(
        string type, string summary, string formula, string unit, double from, Func<ColumnGraph, IndicatorWindow, ColumnNode> build) =>
        Entries.Windowed(
            type, summary, formula, unit, unit == Entries.QuoteUnits ? IndicatorPlacement.OverPrice : IndicatorPlacement.BelowPrice,
            [Parameters.Single(from)], (graph, values) => build(graph, values.Window())) with
        { GapWindow = Entries.OnlyWindow };
}
