using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Tests.Sessions.Lifecycle;

public sealed class InterventionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset EventTime = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pausing_twice_is_one_pause()
    {
        var once = SessionMachine.Intervene(Running(), "fade", InterventionKind.Pause, "tom", Now);
        var twice = SessionMachine.Intervene(once, "fade", InterventionKind.Pause, "tina", Now.AddSeconds(1));

        Assert.Same(once, twice);
        Assert.True(once.IsPaused("fade"));
        Assert.False(once.IsPaused("other"));
        Assert.Equal((1, "tom", (DateTimeOffset?)null), (once.Interventions[0].Number, once.Interventions[0].Actor, once.Interventions[0].EffectiveAt));
    }

    [Fact]
    public void A_resume_that_was_taken_up_may_be_asked_for_again_because_of_a_fault()
    {
        var asked = SessionMachine.Intervene(Running(), "fade", InterventionKind.Resume, "tom", Now);
        var repeated = SessionMachine.Intervene(asked, "fade", InterventionKind.Resume, "tom", Now);
        var taken = SessionMachine.Taken(asked, new InterventionTaken(1, EventTime, []));
        var again = SessionMachine.Intervene(taken, "fade", InterventionKind.Resume, "tom", Now);

        Assert.Same(asked, repeated);
        Assert.Equal([1, 2], again.Interventions.Select(known => known.Number));
        Assert.False(again.IsPaused("fade"));
    }

    [Fact]
    public void The_first_run_to_take_an_intervention_up_decides_when_it_holds()
    {
        var asked = SessionMachine.Intervene(Running(), "fade", InterventionKind.Pause, "tom", Now);
        var taken = SessionMachine.Taken(asked, new InterventionTaken(1, EventTime, []));

        Assert.Equal(EventTime, taken.Interventions[0].EffectiveAt);
        Assert.Same(taken, SessionMachine.Taken(taken, new InterventionTaken(1, EventTime.AddHours(1), [])));
        Assert.Same(taken, SessionMachine.Taken(taken, new InterventionTaken(2, EventTime, [])));
        Assert.Equal(taken.Interventions[0], SessionMachine.Restarted(taken, taken.Run).Interventions[0]);
    }

    [Theory]
    [InlineData(SessionStatus.Created)]
    [InlineData(SessionStatus.Stopping)]
    [InlineData(SessionStatus.Stopped)]
    [InlineData(SessionStatus.Completed)]
    [InlineData(SessionStatus.Failed)]
    public void A_session_that_does_not_run_takes_none(SessionStatus status)
    {
        var session = Running() with { Status = status };

        Assert.Same(session, SessionMachine.Intervene(session, "fade", InterventionKind.Pause, "tom", Now));
    }

    private static Session Running() => new(
        "ses-1", "tom", "one", SessionMode.Backtest, "acc-ses-1", "", [], SessionStatus.Running, Now, [], 1, null, null, false);
}
