using Orleans;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>Why a session failed: a stable code and a sentence.</summary>
[GenerateSerializer, Immutable, Alias("session-failure")]
public sealed record SessionFailure([property: Id(0)] string Code, [property: Id(1)] string Detail);
