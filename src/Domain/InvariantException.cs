using Orleans;

namespace Trading.Domain;

/// <summary>A state that our own rules make impossible: a bug here, never the caller's mistake. The key it concerns stops trading.</summary>
[GenerateSerializer, Alias("invariant")]
public sealed class InvariantException(string message) : Exception($"Invariant: {message}");
