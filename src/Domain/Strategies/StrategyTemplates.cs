using System.Collections.Immutable;

namespace Trading.Domain.Strategies;

/// <summary>Documents to start from, each trading on a synthetic scenario.</summary>
public static class StrategyTemplates
{
    public static ImmutableArray<StrategyTemplate> All => throw new NotImplementedException();
}

/// <param name="Scenario">The synthetic scenario that it trades on.</param>
/// <param name="Json">The document as a trader would write it.</param>
public sealed record StrategyTemplate(string Name, string Description, string Scenario, string Json);
