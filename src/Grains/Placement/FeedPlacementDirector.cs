using Orleans.Runtime.Placement;

namespace Trading.Grains.Placement;

/// <summary>
/// Rendezvous hash over the active silos: every caller finds the same silo without asking anybody, and a silo that comes or goes moves
/// only what it takes or leaves.
/// </summary>
internal sealed class FeedPlacementDirector : IPlacementDirector
{
    private const ulong Offset = 14_695_981_039_346_656_037UL;
    private const ulong Prime = 1_099_511_628_211UL;

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var place = PlaceOf(target.GrainIdentity.Key.ToString() ?? "", FeedOf(target));
        var best = context.GetCompatibleSilos(target)
            .OrderByDescending(silo => Weigh(place, silo.ToParsableString()))
            .ThenBy(silo => silo)
            .First();
        return Task.FromResult(best);
    }

    /// <summary>
    /// Where a grain belongs: its feed and its symbol. An instance's key names its session, which is the feed's name too, unless the
    /// session listens to a feed that many share: then whoever calls says so.
    /// </summary>
    internal static string PlaceOf(string key, string? feed)
    {
        var prefix = key.IndexOf('-', StringComparison.Ordinal) + 1;
        var firstEnd = key.IndexOf(':', prefix);
        return firstEnd < 0 ? key : $"{feed ?? key[prefix..firstEnd]}{key[key.LastIndexOf(':')..]}";
    }

    private static string? FeedOf(PlacementTarget target) =>
        target.RequestContextData is { } context && context.TryGetValue(FeedContext.Key, out var feed) ? feed as string : null;

    /// <summary>FNV-1a with a last mixing, so that similar names do not weigh alike.</summary>
    private static ulong Weigh(string place, string silo)
    {
        var hash = Offset;
        foreach (var letter in place)
        {
            hash = (hash ^ letter) * Prime;
        }

        foreach (var letter in silo)
        {
            hash = (hash ^ letter) * Prime;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
