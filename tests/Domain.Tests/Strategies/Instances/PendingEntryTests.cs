using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Tests.Strategies.Instances;

/// <summary>Between the call for an entry and its answer anything may come: a restart, the order's own news, a stop.</summary>
public sealed class PendingEntryTests
{
    [Fact]
    public void News_of_the_order_before_the_answer_do_not_leave_the_instance_waiting_for_ever()
    {
        var bench = Pending();

        bench.End(bench.Placed[0], "not_sent");
        bench.Carry(bench.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)));
        Assert.Equal(InstanceStatus.Entering, bench.Status);

        bench.Event();
        Assert.Equal((InstanceStatus.Cooldown, "not_sent"), (bench.Status, bench.Last.Reason));
    }

    [Fact]
    public void A_fill_before_the_answer_is_a_position()
    {
        var bench = Pending();

        bench.Fill(bench.Placed[0]);
        bench.End(bench.Placed[0]);
        bench.Event();
        Assert.Equal(InstanceStatus.Signaled, bench.Status);

        bench.Carry(bench.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)));
        bench.Event();

        Assert.Equal(InstanceStatus.InPosition, bench.Status);
    }

    [Fact]
    public void A_position_that_opened_and_closed_before_the_answer_cools_down()
    {
        var bench = Pending();

        bench.Fill(bench.Placed[0]);
        bench.End(bench.Placed[0]);
        bench.Trade(-bench.Quantity, "stop_loss");
        bench.Carry(bench.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)));
        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, "stop_loss"), (bench.Status, bench.Last.Reason));
    }

    [Theory]
    [InlineData(StopPolicy.Keep, 0)]
    [InlineData(StopPolicy.Cancel, 2)]
    [InlineData(StopPolicy.Close, 2)]
    public void A_stopped_instance_stays_stopped_whatever_the_answer_and_cancels_by_the_policy(StopPolicy policy, int cancels)
    {
        var bench = Pending();

        bench.Carry(bench.Instance.Stop(bench.Now, policy, bench.View));
        bench.Carry(bench.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)));
        bench.Event();

        Assert.Equal((InstanceStatus.Stopped, cancels), (bench.Status, bench.Canceled.Count));
        Assert.All(bench.Canceled, cancel => Assert.Equal(bench.Placed[0].OrderId, cancel.OrderId));
        Assert.Null(bench.State.Pending);
    }

    [Fact]
    public void A_host_that_comes_back_is_told_what_to_ask_again()
    {
        var bench = Pending();
        var snapshot = SnapshotJson.Read<InstanceSnapshot>(SnapshotJson.Write(bench.Instance.Snapshot()));
        var back = new Bench();
        back.Instance.Restore(snapshot);

        Assert.Equal(bench.Placed, back.Instance.Unanswered());
        back.Carry(back.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)));
        Assert.Equal(InstanceStatus.Entering, back.Status);
        Assert.Empty(back.Instance.Unanswered());
    }

    [Fact]
    public void A_late_fill_is_left_to_the_instance_that_holds_the_symbol_and_taken_up_when_it_gives_it_free()
    {
        var bench = new Bench().Enter();
        bench.End(bench.Placed[0], "timeout");
        bench.Event();
        bench.Event(6);
        bench.SymbolFree = false;

        bench.Fill(bench.Placed[0]);
        bench.Event();

        Assert.Equal(InstanceStatus.Watching, bench.Status);

        bench.SymbolFree = true;
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);
        Assert.Equal("late_fill", Assert.Single(bench.Alerts).Code);
    }

    [Theory]
    [InlineData("c", "exit")]
    [InlineData("d", "emergency")]
    public void A_closing_order_carries_the_reason_that_it_closes_for(string section, string reason)
    {
        var bench = new Bench().Open();

        bench.Event(1, (section, 1));

        Assert.Equal(reason, bench.LastIntent.ExitReason);
    }

    private static Bench Pending()
    {
        var bench = new Bench { AnswersLate = true };
        bench.Event(1, ("a", 1));
        bench.Event(1, ("b", 1));
        Assert.Equal(InstanceStatus.Signaled, bench.Status);
        Assert.NotNull(bench.State.Pending);
        return bench;
    }
}
