namespace Trading.Simulation.Tests.Models.Writes;

/// <summary>Mistakes that the one helper of the reentrant grains could make.</summary>
internal enum WritePlant
{
    None,
    AnswerBeforeDurable,
    ShowMemory,
    TwoWritesInFlight,
    KeepMemoryAfterFailure,
    AnswerAllWaiters,
}

/// <summary>Turns are bits; a state is the set of turns that it contains.</summary>
/// <param name="Memory">Of the activation; null while there is none.</param>
/// <param name="Durable">What the activation knows to be stored.</param>
/// <param name="Waiting">Turns whose callers wait.</param>
/// <param name="First">The write in flight, with the version that guards it.</param>
/// <param name="Second">Another one; only when planted.</param>
/// <param name="Orphan">A write whose process died; it may still arrive.</param>
/// <param name="Answered">Turns that were told to be done.</param>
/// <param name="Shown">Turns that an answer showed.</param>
internal readonly record struct WriteModelState(
    byte Stored, byte Version, byte? Memory, byte Durable, byte Known, byte Waiting, (byte State, byte Version)? First, (byte State, byte Version)? Second,
    (byte State, byte Version)? Orphan, byte Answered, byte Shown);

/// <summary>
/// A turn applies in memory, joins the next write, and completes only when that is durable; one write in flight; answers see
/// only the durable version; a failed write fails every waiter and ends the activation (design: Interleaving).
/// </summary>
internal sealed class WriteModel(WritePlant plant)
{
    private const byte All = 7;

    public ExplorationResult Close() =>
        Exploration.Close(new WriteModelState(0, 0, null, 0, 0, 0, null, null, null, 0, 0), Steps, Violation, state => state is { Answered: All, Stored: All });

    private static string? Violation(WriteModelState state) =>
        (state.Answered & ~state.Stored) != 0 ? "A turn was answered and is not stored"
        : (state.Shown & ~state.Stored) != 0 ? "An answer showed what is not stored"
        : null;

    private IEnumerable<(string Action, WriteModelState Next)> Steps(WriteModelState state)
    {
        if (state.Orphan is { } orphan)
        {
            yield return ("orphan arrives", Store(state, orphan) with { Orphan = null });
            yield return ("orphan is lost", state with { Orphan = null });
        }

        if (state.Memory is not { } memory)
        {
            yield return ("activates", state with { Memory = state.Stored, Durable = state.Stored, Known = state.Version });
            yield break;
        }

        yield return ("dies", Dead(state));
        yield return ("shows", state with { Shown = (byte)(state.Shown | (plant is WritePlant.ShowMemory ? memory : state.Durable)) });
        for (byte turn = 1; turn < All; turn <<= 1)
        {
            if ((state.Answered & turn) == 0 && (state.Waiting & turn) == 0)
            {
                // A caller that was not answered asks again; what is there already is not applied twice, but waited for.
                yield return ($"turn {turn}", state with
                {
                    Memory = (byte)(memory | turn),
                    Waiting = (byte)(state.Waiting | turn),
                    Answered = (byte)(state.Answered | (plant is WritePlant.AnswerBeforeDurable ? turn : 0)),
                });
            }
        }

        if (state.First is null && (memory != state.Durable || state.Waiting != 0))
        {
            yield return memory == state.Durable
                ? ("answers what is durable", state with { Answered = (byte)(state.Answered | state.Waiting), Waiting = 0 })
                : ("writes", state with { First = (memory, state.Known) });
        }
        else if (plant is WritePlant.TwoWritesInFlight && state is { First: { } one, Second: null } && memory != one.State)
        {
            yield return ("writes beside", state with { Second = (memory, state.Known) });
        }

        foreach (var step in Ends(state))
        {
            yield return step;
        }
    }

    private IEnumerable<(string Action, WriteModelState Next)> Ends(WriteModelState state)
    {
        if (state.First is { } first)
        {
            var stored = Store(state, first);
            if (stored.Version != state.Version)
            {
                yield return ("stands", Complete(stored with { First = state.Second, Second = null }, first.State, stored.Version));
                yield return ("stands, unacknowledged", Failed(stored));
            }
            else
            {
                yield return ("conflicts", Failed(state));
            }

            yield return ("is lost", Failed(state));
        }

        if (state.Second is { } second)
        {
            var stored = Store(state, second);
            yield return ("the second stands first", Complete(stored with { Second = null }, second.State, stored.Version));
        }
    }

    /// <summary>Guarded by the version; a helper that lets two writes fly has given that up.</summary>
    private WriteModelState Store(WriteModelState state, (byte State, byte Version) write) =>
        write.Version == state.Version || plant is WritePlant.TwoWritesInFlight
            ? state with { Stored = write.State, Version = (byte)Math.Min(state.Version + 1, 8) }
            : state;

    private WriteModelState Complete(WriteModelState state, byte written, byte version)
    {
        var done = plant is WritePlant.AnswerAllWaiters ? state.Waiting : (byte)(state.Waiting & written);
        return state with { Durable = written, Known = version, Answered = (byte)(state.Answered | done), Waiting = (byte)(state.Waiting & ~done) };
    }

    private WriteModelState Failed(WriteModelState state) => plant is WritePlant.KeepMemoryAfterFailure
        ? state with { First = null, Durable = state.Memory!.Value, Known = state.Version }
        : Dead(state with { First = null, Second = null });

    private static WriteModelState Dead(WriteModelState state) =>
        state with { Memory = null, Durable = 0, Known = 0, Waiting = 0, First = null, Second = null, Orphan = state.First ?? state.Orphan };
}
