using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Positions;

/// <summary>What a position remembers from one comparison with its venue to the next.</summary>
/// <param name="Settled">
/// Trade ids that the venue still listed when it was last agreed with and that were never booked here: they are in what both hold, and one that
/// comes late changes nothing.
/// </param>
/// <param name="Difference">What the venue holds more and nothing explains, signed base units; 0 while there is none.</param>
/// <param name="Since">When that difference was seen first; null while there is none.</param>
/// <param name="Sightings">Comparisons that found it.</param>
[GenerateSerializer, Immutable, Alias("reconciliation")]
public sealed record Reconciliation(
    [property: Id(0)] ImmutableArray<string> Settled,
    [property: Id(1)] decimal Difference,
    [property: Id(2)] DateTimeOffset? Since,
    [property: Id(3)] int Sightings)
{
    /// <summary>Trade id of the oldest execution of ours that its order had not told at the last comparison; null when none was on its way.</summary>
    [Id(4)]
    public string? Awaited { get; init; }

    /// <summary>When it was the oldest for the first time.</summary>
    [Id(5)]
    public DateTimeOffset? AwaitedSince { get; init; }

    public static Reconciliation None { get; } = new([], 0m, null, 0);

    public bool IsSettled(string tradeId) => Settled.Contains(tradeId, StringComparer.Ordinal);
}
