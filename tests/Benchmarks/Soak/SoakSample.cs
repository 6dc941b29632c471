namespace Trading.Benchmarks.Soak;

/// <summary>What a process holds at rest, right after a full collection.</summary>
/// <param name="At">Since the load began.</param>
/// <param name="HeapBytes">Of objects that are alive.</param>
/// <param name="Activations">Grains in memory.</param>
/// <param name="Timers">Of the runtime's timers, those that are set.</param>
/// <param name="Handles">Open files by name, assemblies left out; sockets, pipes and the like by kind.</param>
/// <param name="Threads">Of the process, those of the runtime's pool left out: it has as many as its last work made useful.</param>
internal sealed record SoakSample(TimeSpan At, long HeapBytes, long Activations, long Timers, IReadOnlyDictionary<string, int> Handles, int Threads)
{
    public const double Mebibyte = 1024 * 1024;

    private const string Socket = "socket";

    private const string Database = ".db";

    /// <summary>The runtime's own come and go, such as the one that compiles in the background.</summary>
    private const int ThreadsOfRuntime = 4;

    private const int ReadersOfPool = 4;

    public int Connections => Handles.GetValueOrDefault(Socket);

    public int HandlesInAll => Handles.Values.Sum();

    /// <summary>Of several looks at one time: the least heap, and the middle of each count, for what is at work in one look is gone in the next.</summary>
    public static SoakSample Of(IReadOnlyList<SoakSample> looks) => new(
        looks[0].At, looks.Min(look => look.HeapBytes), Middle(looks, look => look.Activations), Middle(looks, look => look.Timers),
        looks.SelectMany(look => look.Handles.Keys).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => (int)Middle(looks, look => look.Handles.GetValueOrDefault(name)), StringComparer.Ordinal),
        (int)Middle(looks, look => look.Threads));

    /// <summary>What is not held in the same number by both; empty when all is.</summary>
    public IReadOnlyList<string> DifferencesFrom(SoakSample other) => Changes(other, (here, there) => Math.Abs(here - there));

    /// <summary>What is held in a larger number than by an earlier one; empty when nothing is. What went, such as a grain that nobody asked for a while, is no loss.</summary>
    public IReadOnlyList<string> GrowthFrom(SoakSample other) => Changes(other, (here, there) => here - there);

    private static long Middle(IReadOnlyList<SoakSample> looks, Func<SoakSample, long> count) => looks.Select(count).Order().ElementAt(looks.Count / 2);

    /// <summary>The database is read by as many connections as readers meet; those that are not needed the pool closes minutes later.</summary>
    private static int SlackOf(string handle) => handle.Contains(Database, StringComparison.Ordinal) ? ReadersOfPool : 0;

    private IReadOnlyList<string> Changes(SoakSample other, Func<long, long, long> change)
    {
        (string Name, long Here, long There, int Slack)[] counts =
        [
            ("activations", Activations, other.Activations, 0), ("timers", Timers, other.Timers, 0), ("threads", Threads, other.Threads, ThreadsOfRuntime),
            .. Handles.Keys.Union(other.Handles.Keys, StringComparer.Ordinal)
                .Select(name => (name, (long)Handles.GetValueOrDefault(name), (long)other.Handles.GetValueOrDefault(name), SlackOf(name))),
        ];
        return
        [
            .. counts.Where(count => change(count.Here, count.There) > count.Slack)
                .Select(count => FormattableString.Invariant($"{count.Name} {count.There} → {count.Here}")),
        ];
    }
}
