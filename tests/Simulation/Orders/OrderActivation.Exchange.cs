using Trading.Domain.Orders;
using Trading.Simulation.Faults;
using Trading.Simulation.Venue;

namespace Trading.Simulation.Orders;

/// <summary>The adapter's part: requests to the exchange, each with everything that may become of it.</summary>
internal sealed partial class OrderActivation
{
    private const long TimeoutMs = 3_000;
    private const long LateMinMs = 1_000;
    private const long LateMaxMs = 12_000;
    private const long RetryAfterMaxMs = 2_000;
    private const long CancelTimeoutMs = 1_500;
    private const long QueryTimeoutMs = 800;

    private void Send(SendOrder send)
    {
        var isAnswered = false;
        var request = new CreateRequest(send.Request, send.SendAt, send.Attempt, send.ReceiveWindow, _decidedAtMs);
        ResumeAfter(TimeoutMs, () => Reply(at => new SendUncertain(send.Attempt, "no_answer", at)));
        if (World.Injector.Strikes(Fault.RequestNeverArrived))
        {
            return;
        }

        var delay = World.Injector.Strikes(Fault.RequestArrivedLate) ? World.Dice.Between(LateMinMs, LateMaxMs) : Hop();
        World.Agenda.After(delay, () =>
        {
            var answer = World.Exchange.Create(request);
            if (answer.Outcome is CreateOutcome.Accepted && World.Injector.Strikes(Fault.AcceptedResponseLost))
            {
                return;
            }

            World.Agenda.After(Hop(), () => Resume(() => Reply(at => Translate(send.Attempt, answer, at))));
        });
        if (World.Injector.Strikes(Fault.DuplicateSubmit))
        {
            World.Agenda.After(delay + World.Dice.Between(1, TimeoutMs), () => World.Exchange.Create(request));
        }

        void Reply(Func<DateTimeOffset, OrderInput> make)
        {
            if (!isAnswered)
            {
                isAnswered = true;
                Feed(make);
            }
        }
    }

    private OrderInput Translate(int attempt, CreateAnswer answer, DateTimeOffset at) => answer.Outcome switch
    {
        CreateOutcome.Accepted => new SendAccepted(attempt, answer.VenueOrderId, at),
        CreateOutcome.Rejected => new SendRejected(attempt, answer.Reason!, at),
        CreateOutcome.RateLimited => new SendNotSent(attempt, answer.Reason!, TimeSpan.FromMilliseconds(World.Dice.Between(100, RetryAfterMaxMs)), at),
        _ => new SendUncertain(attempt, answer.Reason!, at),
    };

    private void Query()
    {
        var askedAt = Silo.Clock;
        if (World.Injector.Strikes(Fault.QueryFailed))
        {
            ResumeAfter(QueryTimeoutMs, () => Feed(at => new QueryFailed(null, at)));
            return;
        }

        World.Agenda.After(Hop(), () =>
        {
            var lagMs = World.Injector.Strikes(Fault.QueryLagged) ? World.Dice.Between(1, World.Options.ReadLagMs) : 0;
            var shown = World.Exchange.Query(Key, lagMs);
            World.Agenda.After(Hop(), () => Resume(() =>
                Feed(at => shown is null ? new QueryNotFound(askedAt, at) : new QueryFound(shown, askedAt, at))));
        });
    }

    private void Cancel()
    {
        if (World.Injector.Strikes(Fault.CancelLost))
        {
            if (World.Dice.OneIn(2))
            {
                World.Agenda.After(Hop(), () => World.Exchange.Cancel(Key));
            }

            ResumeAfter(CancelTimeoutMs, () => Feed(at => new CancelAnswered(CancelOutcome.Failed, null, at)));
            return;
        }

        World.Agenda.After(Hop(), () =>
        {
            var outcome = World.Exchange.Cancel(Key) ? CancelOutcome.Accepted : CancelOutcome.Refused;
            World.Agenda.After(Hop(), () => Resume(() => Feed(at => new CancelAnswered(outcome, null, at))));
        });
    }

    private long Hop() => World.Dice.Between(10, 40);
}
