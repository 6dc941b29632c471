using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>A strategy version as the session runs it: the document is pinned, so a later change of the strategy changes nothing here.</summary>
/// <param name="Document">Canonical JSON of the version.</param>
/// <param name="Symbols">In session order.</param>
[GenerateSerializer, Immutable, Alias("pinned-strategy")]
public sealed record PinnedStrategy(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] string Document,
    [property: Id(3)] ImmutableArray<Symbol> Symbols);
