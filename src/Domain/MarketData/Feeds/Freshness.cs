namespace Trading.Domain.MarketData.Feeds;

/// <summary>How long ago a feed's last message came: fresh under 10 s, stale under 60 s, else dead.</summary>
public enum Freshness : byte
{
    Fresh = 0,
    Stale = 1,
    Dead = 2,
}
