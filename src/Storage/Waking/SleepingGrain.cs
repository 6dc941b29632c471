namespace Trading.Storage.Waking;

/// <summary>A stored state whose grain has to be woken.</summary>
/// <param name="State">Name of the state: <c>order</c>, <c>position</c>, <c>account</c>.</param>
/// <param name="Key">Key of the grain.</param>
/// <param name="Version">Of what is stored: one more with each write; 0 where it was not asked for.</param>
public sealed record SleepingGrain(string State, string Key, long Version = 0);
