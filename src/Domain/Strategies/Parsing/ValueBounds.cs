using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Values that an indicator can take in a section at all; empty where it is always unknown.</summary>
internal static class ValueBounds
{
    private static readonly ValueSet NotNegative = ValueSet.Above(0d, included: true);
    private static readonly ValueSet Percent = ValueSet.Between(0d, 100d);
    private static readonly ValueSet Unit = ValueSet.Between(-1d, 1d);
    private static readonly ValueSet None = ValueSet.All.Complement();

    public static ValueSet Of(string type, SectionKind section, StrategyDocument document)
    {
        if (!InstanceIndicators.TryParse(type, out var own))
        {
            return OfMarket(type);
        }

        // Before the entry fills there is no position, and before the signal no signal.
        if (InstanceIndicators.NeedsPosition(own) && section is SectionKind.Signal or SectionKind.Cancel or SectionKind.Entry)
        {
            return None;
        }

        return own switch
        {
            InstanceIndicator.SignalAge when section is SectionKind.Signal => None,
            InstanceIndicator.SignalAge when section is SectionKind.Entry => Until(document.Signal.Expires),
            InstanceIndicator.PositionAge when section is SectionKind.Exit && document.Limits.MaxTimeInPosition is { } limit => Until(limit),
            InstanceIndicator.UnrealizedPnlPct or InstanceIndicator.ReturnOnMarginPct or InstanceIndicator.DailyPnlPct => ValueSet.All,
            _ => NotNegative,
        };
    }

    private static ValueSet Until(TimeSpan end) => NotNegative.Intersect(ValueSet.Below(end.TotalSeconds, included: false));

    private static ValueSet OfMarket(string type) => type switch
    {
        "price" or "mark_price" or "index_price" or "twap" or "twap_ratio" or "vwap" or "max_price" or "min_price" or "sma" or "ema"
            or "volume" or "trade_count" or "average_trade_size" or "volume_surge_ratio" or "trade_frequency_ratio" or "volume_concentration"
            or "volatility_pct" or "spread_pct" or "average_spread_pct" or "spread_widening_ratio" or "liquidity" or "atr"
            or "velocity_stabilization" or "rise_from_low_pct" => NotNegative,
        "rsi" or "drawdown_from_high_pct" or "dump_exhaustion_score" => Percent,
        "taker_flow_imbalance" or "velocity_cascade" => Unit,
        "book_imbalance_pct" => ValueSet.Between(-100d, 100d),
        _ => ValueSet.All,
    };
}
