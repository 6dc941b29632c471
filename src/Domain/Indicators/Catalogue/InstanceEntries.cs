namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Figures of the strategy instance itself. Catalogued here, computed by the instance's machine.</summary>
internal static class InstanceEntries
{
    public static IEnumerable<CatalogueEntry> All =>
    [
        Of("unrealized_pnl_pct", "Unrealised result of the position; unknown when flat.", "100 · (mark − entry) / entry, sign by side", Entries.Percent, "an open position"),
        Of("return_on_margin_pct", "Unrealised result on the margin; unknown when flat.", "unrealized_pnl_pct · leverage", Entries.Percent, "an open position"),
        Of("signal_age_s", "Time since the signal; unknown outside of one.", "seconds since Signaled", "s", "a signal"),
        Of("position_age_s", "Time since the position's first fill; unknown when flat.", "seconds since the first fill", "s", "an open position"),
        Of("consecutive_losses", "Losing round trips in a row, as limits count them.", "losses in a row of this instance", "round trips", "none"),
        Of("trades_today", "Trades of this UTC day, as limits count them.", "trades of this instance, by the day of their first fill", "trades", "none"),
        Of(
            "daily_pnl_pct", "Result of this UTC day on the account's equity.",
            "100 · (net of the instance's round trips closed this UTC day + its unrealised) / the account's equity at the day's start", Entries.Percent, "none"),
    ];

    private static CatalogueEntry Of(string type, string summary, string formula, string unit, string warmup) =>
        new(Entries.Definition(type, summary, formula, unit, IndicatorSeries.Instance, warmup, IndicatorPlacement.BelowPrice), static _ => 0, null);
}
