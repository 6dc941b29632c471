namespace Trading.Simulation.Cluster;

/// <summary>A place in the order path where a process may die: between two steps of a turn one place is behind the one and before the other.</summary>
/// <param name="Done">The step just taken: a kind of effect, or one of <see cref="PathStep"/>; null when none was.</param>
/// <param name="Next">The step about to be taken; null when none is.</param>
internal readonly record struct CrashPoint(string? Done, string? Next);
