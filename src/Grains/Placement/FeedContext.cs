namespace Trading.Grains.Placement;

/// <summary>Tells the placement of instances which feed they listen to, as a part of the call that may activate them.</summary>
internal static class FeedContext
{
    public const string Key = "feed";

    /// <summary>Every call of this flow is about an instance on the feed.</summary>
    /// <param name="feed">Feed part of the market's key.</param>
    public static void Set(string feed) => RequestContext.Set(Key, feed);
}
