namespace Trading.Storage.Waking;

/// <summary>A stored state whose grain has to be woken.</summary>
/// <param name="State">Name of the state: <c>order</c>, <c>position</c>, <c>account</c>.</param>
/// <param name="Key">Key of the grain.</param>
public sealed record SleepingGrain(string State, string Key);
