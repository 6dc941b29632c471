using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Tests.Sessions.Lifecycle;

public sealed class SessionMachineTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    private static readonly Session Starting = SessionMachine.Start(
        new("ses-1", "tom", "one", SessionMode.Backtest, "acc-ses-1", "", [], SessionStatus.Created, Now, [], 0, null, null, false), "tom", Now);

    [Fact]
    public void Run_that_waits_for_a_worker_leaves_the_session_starting()
    {
        var queued = SessionMachine.Queued(Starting);

        Assert.Equal((SessionStatus.Starting, 1, 1), (queued.Status, queued.Run, queued.Transitions.Length));
        Assert.Same(queued, SessionMachine.Queued(queued));
    }

    [Fact]
    public void Session_runs_when_a_worker_has_taken_its_run_up()
    {
        var queued = SessionMachine.Started(SessionMachine.Queued(Starting), Now);
        var live = SessionMachine.Started(Starting, Now);

        Assert.Equal((SessionStatus.Running, 1), (queued.Status, queued.Run));
        Assert.Equal((SessionStatus.Running, 1), (live.Status, live.Run));
        Assert.Same(queued, SessionMachine.Started(queued, Now));
    }

    [Fact]
    public void Waiting_run_whose_worker_died_is_followed_by_another_that_waits()
    {
        var restarted = SessionMachine.Restarted(SessionMachine.Queued(Starting), silentRun: 1);

        Assert.Equal((SessionStatus.Starting, 2), (restarted.Status, restarted.Run));
        Assert.Equal((SessionStatus.Running, 2), (SessionMachine.Started(restarted, Now).Status, SessionMachine.Started(restarted, Now).Run));
    }

    [Theory]
    [InlineData(StopPolicy.Keep, "keep")]
    [InlineData(StopPolicy.Cancel, "cancel")]
    [InlineData(StopPolicy.Close, "close")]
    public void Stop_says_by_which_policy(StopPolicy policy, string reason)
    {
        var asked = SessionMachine.RequestStop(SessionMachine.Queued(Starting), policy, "tom", Now).Transitions[^1];

        Assert.Equal(("stop", reason, "tom"), (asked.Trigger, asked.Reason, asked.Actor));
    }

    [Fact]
    public void Waiting_session_can_be_stopped()
    {
        var stopping = SessionMachine.RequestStop(SessionMachine.Queued(Starting), StopPolicy.Cancel, "tom", Now);

        Assert.Same(stopping, SessionMachine.Started(stopping, Now));
        Assert.Equal(SessionStatus.Stopped, SessionMachine.Ended(stopping, Now).Status);
    }
}
