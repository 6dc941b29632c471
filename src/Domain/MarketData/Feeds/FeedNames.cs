using System.Diagnostics.CodeAnalysis;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Domain.MarketData.Feeds;

/// <summary>How feeds are named in requests.</summary>
public static class FeedNames
{
    private const string Synthetic = "synthetic:";

    public static string Of(SyntheticScenario scenario) => Synthetic + SyntheticScenarios.NameOf(scenario);

    public static bool TryParseSynthetic([NotNullWhen(true)] string? feed, out SyntheticScenario scenario)
    {
        scenario = default;
        return feed is not null && feed.StartsWith(Synthetic, StringComparison.Ordinal)
            && SyntheticScenarios.TryParse(feed[Synthetic.Length..], out scenario);
    }
}
