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

    /// <summary>So many threads the runtime's pool keeps more or less at rest, by what it was last given to do.</summary>
    private const int ThreadsOfPool = 2;

    /// <summary>What is not held in the same number by both, threads of the pool left out; empty when all is.</summary>
    public IReadOnlyList<string> DifferencesFrom(SoakSample other)
    {
        (string Name, long Here, long There, int Slack)[] counts =
        [
            ("activations", Activations, other.Activations, 0), ("timers", Timers, other.Timers, 0), ("handles", Handles, other.Handles, 0),
            ("connections", Connections, other.Connections, 0), ("threads", Threads, other.Threads, ThreadsOfPool),
        ];
        return
        [
            .. counts.Where(count => Math.Abs(count.Here - count.There) > count.Slack)
                .Select(count => FormattableString.Invariant($"{count.Name} {count.There} → {count.Here}")),
        ];
    }
}
