using System.Collections.Immutable;

namespace Trading.Grains.Abstractions.LockStep;

/// <summary>What the clock of a session in lock-step asks of every grain that it drives.</summary>
[Alias("lock-step-grain")]
public interface ILockStepGrain : IGrainWithStringKey
{
    /// <summary>Wakes what a crash has left to be done, and says whether anything is. Harmless at any time.</summary>
    [Alias("settle")]
    Task<Stillness> Settle();
}

/// <summary>
/// Whether a grain has something left to do in the moment. A moment is over when two rounds of asking everybody, one after the other, find
/// everybody still and unchanged: what was on its way in the first has arrived in the second.
/// </summary>
/// <param name="IsStill">Nothing waits to be told or done, the journal apart.</param>
/// <param name="Changes">Counts what the activation has gone through.</param>
[GenerateSerializer, Immutable, Alias("stillness")]
public sealed record Stillness([property: Id(0)] bool IsStill, [property: Id(1)] long Changes)
{
    /// <summary>Ids of the orders that it has asked for or heard of, and not forgotten.</summary>
    [Id(2)]
    public ImmutableArray<string> Orders { get; init; } = [];

    /// <summary>Of an order: its deadline, while it is at the venue and no end was asked for.</summary>
    [Id(3)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Of an order: over, and everybody knows all of it.</summary>
    [Id(4)]
    public bool IsDone { get; init; }

    /// <summary>Of an order: its receivers have been told that nothing more comes of it.</summary>
    [Id(6)]
    public bool IsForgotten { get; init; }

    /// <summary>The journal has not got all of it yet.</summary>
    [Id(5)]
    public bool OwesJournal { get; init; }
}
