using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;

namespace Trading.Grains.Sessions;

/// <summary>
/// What a session that goes on with the clock asks of the grains that run it. Every call may be repeated after a crash and then makes the
/// same calls with the same words.
/// </summary>
internal interface ILiveRun
{
    /// <summary>Takes hold of what nobody else may use meanwhile: all or nothing.</summary>
    /// <returns>Null when it holds; else how the start is answered.</returns>
    Task<StartOutcome?> LeaseAsync();

    /// <summary>Lets data flow once everything that takes them is there.</summary>
    Task OpenAsync();

    /// <summary>Undoes a start that failed.</summary>
    Task UndoAsync();

    /// <summary>Wakes everything that has to run: virtual actors do not come back by themselves.</summary>
    Task TouchAsync();

    /// <summary>What must hold when a stop is answered.</summary>
    Task HaltAsync();

    /// <summary>One round of winding up by the policy. To be repeated until it is done.</summary>
    /// <returns>Null while something is still to come; then what was left undone, empty when nothing was.</returns>
    Task<string?> WindUpAsync(StopPolicy policy, string actor, DateTimeOffset since);

    Task<LiveStanding> StandAsync();
}
