using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Sessions.Results;

/// <summary>Everything that a run amounted to, but for the curves and lists, which are streamed out.</summary>
/// <param name="Fingerprint">Of everything so far; final once the run has ended.</param>
[GenerateSerializer, Immutable, Alias("session-report")]
public sealed record SessionReport(
    [property: Id(0)] SessionMetrics Metrics,
    [property: Id(1)] decimal FinalEquity,
    [property: Id(2)] decimal FinalBalance,
    [property: Id(3)] DateTimeOffset StartAt,
    [property: Id(4)] DateTimeOffset EndAt,
    [property: Id(5)] string Fingerprint,
    [property: Id(6)] ImmutableArray<ScopeReport> ByStrategy,
    [property: Id(7)] ImmutableArray<ScopeReport> BySymbol);

/// <param name="Name">Of the strategy or symbol.</param>
[GenerateSerializer, Immutable, Alias("scope-report")]
public sealed record ScopeReport([property: Id(0)] string Name, [property: Id(1)] SessionMetrics Metrics);
