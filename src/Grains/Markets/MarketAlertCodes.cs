namespace Trading.Grains.Markets;

internal static class MarketAlertCodes
{
    /// <summary>A reader of a session is more than 10 000 events behind its market; an instance's entries are refused until it has caught up.</summary>
    public const string Lagging = "market_lagging";

    /// <summary>A reader was so late that events were gone: it is told of a gap instead.</summary>
    public const string Skipped = "market_skipped";

    /// <summary>A feed that a session follows has been silent for 10 s.</summary>
    public const string Stale = "feed_stale";
}
