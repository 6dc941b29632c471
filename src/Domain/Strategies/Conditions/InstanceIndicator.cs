namespace Trading.Domain.Strategies.Conditions;

/// <summary>Indicators of an instance's own signal, position and results, computed by the instance itself.</summary>
internal enum InstanceIndicator : byte
{
    UnrealizedPnlPct = 0,
    ReturnOnMarginPct = 1,
    SignalAge = 2,
    PositionAge = 3,
    ConsecutiveLosses = 4,
    TradesToday = 5,
    DailyPnlPct = 6,
}

internal static class InstanceIndicators
{
    public const int Count = 7;

    private static readonly string[] Types =
    [
        "unrealized_pnl_pct", "return_on_margin_pct", "signal_age_s", "position_age_s", "consecutive_losses", "trades_today", "daily_pnl_pct",
    ];

    public static bool TryParse(string type, out InstanceIndicator indicator)
    {
        var index = Array.IndexOf(Types, type);
        indicator = index < 0 ? default : (InstanceIndicator)index;
        return index >= 0;
    }

    public static string TypeOf(InstanceIndicator indicator) => Types[(int)indicator];

    /// <summary>Unknown while the instance has no position.</summary>
    public static bool NeedsPosition(InstanceIndicator indicator) =>
        indicator is InstanceIndicator.UnrealizedPnlPct or InstanceIndicator.ReturnOnMarginPct or InstanceIndicator.PositionAge;
}
