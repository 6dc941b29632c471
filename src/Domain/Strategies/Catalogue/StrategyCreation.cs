using Orleans;

namespace Trading.Domain.Strategies.Catalogue;

/// <summary>What took a strategy's name, so that it can be told from others who want it.</summary>
/// <param name="Request">Identity of the request, which its repeats share.</param>
/// <param name="Version">The version that it saved.</param>
[GenerateSerializer, Immutable, Alias("strategy-creation")]
public sealed record StrategyCreation([property: Id(0)] string Request, [property: Id(1)] int Version)
{
    /// <returns>Null without a request.</returns>
    internal static StrategyCreation? By(string? request, int version) => request is null ? null : new StrategyCreation(request, version);
}
