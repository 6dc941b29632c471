using System.Diagnostics.CodeAnalysis;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Domain.MarketData.Feeds;

/// <summary>How feeds are named in requests.</summary>
public static class FeedNames
{
    public const string Mexc = "mexc";

    private const string Synthetic = "synthetic:";

    /// <summary>Every name that a request may give.</summary>
    public static IReadOnlyList<string> All { get; } = [Mexc, .. SyntheticScenarios.Names.Select(name => Synthetic + name)];

    public static string Of(SyntheticScenario scenario) => Synthetic + SyntheticScenarios.NameOf(scenario);

    public static bool TryParseSynthetic([NotNullWhen(true)] string? feed, out SyntheticScenario scenario)
    {
        scenario = default;
        return feed is not null && feed.StartsWith(Synthetic, StringComparison.Ordinal)
            && SyntheticScenarios.TryParse(feed[Synthetic.Length..], out scenario);
    }
}
