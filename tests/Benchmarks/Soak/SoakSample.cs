namespace Trading.Benchmarks.Soak;

/// <summary>What a process holds at rest, right after a full collection.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="HeapBytes">Of objects that are alive.</param>
/// <param name="Activations">Grains in memory.</param>
/// <param name="Timers">Of the runtime's timers, those that are set.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Connections">Of the handles, sockets.</param>
/// <param name="Threads">Of the process.</param>
internal sealed record SoakSample(TimeSpan At, long HeapBytes, long Activations, long Timers, int Handles, int Connections, int Threads)
{
    public const double Mebibyte = 1024 * 1024;

    /// <summary>The names of what is not held in the same number by both; empty when all are.</summary>
    public IReadOnlyList<string> DifferencesFrom(SoakSample other)
    {
        (string Name, long Here, long There)[] counts =
        [
            ("activations", Activations, other.Activations), ("timers", Timers, other.Timers), ("handles", Handles, other.Handles),
            ("connections", Connections, other.Connections),
        ];
        return [.. counts.Where(count => count.Here != count.There).Select(count => FormattableString.Invariant($"{count.Name} {count.There} → {count.Here}"))];
    }
}
