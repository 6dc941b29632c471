using System.Collections.Immutable;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest.Interventions;

/// <summary>
/// When a run takes interventions up, in event time. One that an earlier run of the session took up keeps its instant, so
/// that a run that starts anew decides the same; a new one holds from the next instant on that the run has not reached.
/// </summary>
/// <param name="known">Interventions whose instant is known, in order.</param>
internal sealed class InterventionQueue(ImmutableArray<Intervention> known)
{
    private readonly Queue<Intervention> _due = new(known.OrderBy(intervention => intervention.Number));
    private long _lastMs = known.Select(intervention => intervention.EffectiveAt!.Value.ToUnixTimeMilliseconds()).DefaultIfEmpty(long.MinValue).Max();

    /// <summary>Unix ms before whose events the next one is to be carried out; the greatest number when none waits.</summary>
    public long NextMs => _due.TryPeek(out var next) ? next.EffectiveAt!.Value.ToUnixTimeMilliseconds() : long.MaxValue;

    /// <summary>Gives what was offered meanwhile its instant.</summary>
    public void TakeUp(ReplayControl control, long nowMs)
    {
        while (control.TryTake(out var offered))
        {
            _lastMs = Math.Max(_lastMs, nowMs + 1);
            _due.Enqueue(offered with { EffectiveAt = DateTimeOffset.FromUnixTimeMilliseconds(_lastMs) });
        }
    }

    public Intervention Take() => _due.Dequeue();
}
