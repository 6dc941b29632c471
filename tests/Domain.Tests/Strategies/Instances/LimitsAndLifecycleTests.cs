using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Tests.Strategies.Instances;

public sealed class LimitsAndLifecycleTests
{
    [Fact]
    public void Trades_count_on_the_utc_day_of_their_first_fill()
    {
        var bench = new Bench(("/limits", """{ "maxTradesPerDay": 1 }""")).Open();
        Close(bench, 100m);

        Try(bench);
        Assert.Equal((InstanceStatus.Cooldown, "limit:max_trades_per_day", bench.Now.AddSeconds(5)), (bench.Status, bench.Last.Reason, bench.State.CooldownUntil));
        Assert.Equal(SignalOutcome.Refused, bench.Signals[^1].Outcome);
        bench.Event(12 * 3600);
        Try(bench);

        Assert.Equal(InstanceStatus.Entering, bench.Status);
    }

    [Fact]
    public void Losses_in_a_row_block_until_the_next_day_and_count_from_zero()
    {
        var bench = new Bench(("/limits", """{ "maxConsecutiveLosses": 2 }"""), ("/cancel/when", """{ "indicator": "losses", "op": ">", "value": 5 }"""));
        Lose(bench);
        Win(bench);
        Lose(bench);
        Assert.Equal(1, bench.State.Counters.LossesOn(Day(bench)));
        Lose(bench);
        Assert.Equal(2, bench.State.Counters.LossesOn(Day(bench)));

        Try(bench);
        Assert.Equal("limit:max_consecutive_losses", bench.Last.Reason);
        bench.Event(12 * 3600);
        Assert.Equal(0, bench.State.Counters.LossesOn(Day(bench)));
        Lose(bench);

        Assert.Equal(1, bench.State.Counters.LossesOn(Day(bench)));
        Try(bench);
        Assert.Equal(InstanceStatus.Entering, bench.Status);
    }

    [Fact]
    public void All_broken_limits_are_named_together()
    {
        var bench = new Bench(("/limits", """{ "maxConsecutiveLosses": 1, "maxTradesPerDay": 1 }"""));
        Lose(bench);
        bench.SymbolFree = false;

        Try(bench);

        Assert.Equal("limit:max_trades_per_day, limit:max_consecutive_losses, symbol_busy", bench.Last.Reason);
    }

    [Fact]
    public void Pause_ends_a_signal_and_lets_no_new_one_come()
    {
        var bench = new Bench();
        bench.Event(1, ("a", 1));
        bench.Instance.Pause();

        bench.Event(1, ("b", 1));
        Assert.Equal((InstanceStatus.Watching, "pause", SignalOutcome.Canceled), (bench.Status, bench.Last.Section, bench.Signals[^1].Outcome));
        bench.Event(1, ("a", 1));
        Assert.Equal(InstanceStatus.Watching, bench.Status);
        bench.Instance.Resume(bench.Now, bench.View.Price);
        bench.Event(1, ("a", 1));

        Assert.Equal(InstanceStatus.Signaled, bench.Status);
    }

    [Fact]
    public void Pause_cancels_a_working_entry()
    {
        var bench = new Bench().Enter();
        bench.Instance.Pause();

        bench.Event();
        bench.End(bench.Placed[0], "requested");
        bench.Event();

        Assert.Single(bench.Canceled);
        Assert.Equal(InstanceStatus.Cooldown, bench.Status);
    }

    [Fact]
    public void Pause_leaves_a_position_to_its_exit()
    {
        var bench = new Bench().Open();
        bench.Instance.Pause();
        bench.Event(1, ("c", 1));
        Assert.Equal(InstanceStatus.Exiting, bench.Status);
        bench.Fill(bench.Placed[1]);

        bench.Event();

        Assert.Equal(InstanceStatus.Cooldown, bench.Status);
    }

    [Fact]
    public void A_resumed_watch_has_no_memory()
    {
        var bench = new Bench(("/signal/when", """{ "indicator": "a", "op": ">", "value": 0, "for": "3s" }"""));
        bench.Event(1, ("a", 1));
        bench.Event(1, ("a", 1));
        bench.Instance.Pause();
        bench.Event(1, ("a", 1));
        bench.Instance.Resume(bench.Now, bench.View.Price);
        bench.Event(1, ("a", 1));
        bench.Event(2.9, ("a", 1));
        Assert.Equal(InstanceStatus.Watching, bench.Status);

        bench.Event(0.1, ("a", 1));

        Assert.Equal(InstanceStatus.Signaled, bench.Status);
    }

    [Fact]
    public void Memory_is_empty_when_a_state_is_entered()
    {
        var bench = new Bench(("/entry/when", """{ "indicator": "b", "op": "crosses_above", "value": 0 }"""));
        bench.Event(1, ("b", -1));
        bench.Event(1, ("a", 1), ("b", -1));

        bench.Event(1, ("b", 1));
        Assert.Equal(InstanceStatus.Signaled, bench.Status);
        bench.Event(1, ("b", -1));
        bench.Event(1, ("b", 1));

        Assert.Equal(InstanceStatus.Entering, bench.Status);
    }

    [Theory]
    [InlineData(StopPolicy.Keep, 0, 0)]
    [InlineData(StopPolicy.Cancel, 1, 0)]
    [InlineData(StopPolicy.Close, 1, 1)]
    public void Stop_follows_the_policy(StopPolicy policy, int cancels, int closes)
    {
        var bench = new Bench().Enter();
        bench.Fill(bench.Placed[0], 0.5m);
        bench.Event();

        bench.Carry(bench.Instance.Stop(bench.Now, policy, bench.View));

        Assert.Equal((InstanceStatus.Stopped, cancels, closes), (bench.Status, bench.Canceled.Count, bench.Placed.Count - 1));
        if (closes == 1)
        {
            Assert.Equal(("pos:pos-1:1:close", OrderPurpose.Close, 0.5m, true), (bench.LastIntent.Origin, bench.LastIntent.Purpose, bench.LastIntent.Quantity, bench.LastIntent.ReduceOnly));
        }

        bench.Event(1, ("a", 1), ("c", 1));
        Assert.Equal((InstanceStatus.Stopped, false), (bench.Status, bench.Instance.HoldsSlot));
        Assert.True(bench.Instance.Stop(bench.Now, policy, bench.View).IsNone);
    }

    [Fact]
    public void A_stopped_signal_is_canceled()
    {
        var bench = new Bench();
        bench.Event(1, ("a", 1));

        bench.Carry(bench.Instance.Stop(bench.Now, StopPolicy.Cancel, bench.View));

        Assert.Equal((SignalOutcome.Canceled, "session_stopped"), (bench.Signals[^1].Outcome, bench.Signals[^1].Reason));
    }

    [Fact]
    public void An_evaluation_that_throws_faults_a_flat_instance_until_it_is_resumed()
    {
        var bench = new Bench { ColumnThrows = true };

        bench.Event();
        Assert.Equal((InstanceStatus.Faulted, "fault", false), (bench.Status, bench.Last.Section, bench.Instance.HoldsSlot));
        Assert.Equal("instance_faulted", Assert.Single(bench.Alerts).Code);
        bench.ColumnThrows = false;
        bench.Event(1, ("a", 1));
        Assert.Equal(InstanceStatus.Faulted, bench.Status);
        bench.Carry(bench.Instance.Resume(bench.Now, bench.View.Price)!);

        Assert.Equal(InstanceStatus.Watching, bench.Status);
        bench.Event(1, ("a", 1));
        Assert.Equal(InstanceStatus.Signaled, bench.Status);
    }

    [Fact]
    public void A_fault_closes_the_position_and_is_not_resumed_before_it_is_flat()
    {
        var bench = new Bench().Open();
        bench.ColumnThrows = true;

        bench.Event();
        Assert.Equal((InstanceStatus.Faulted, true), (bench.Status, bench.Instance.HoldsSlot));
        Assert.Equal(("pos:pos-1:1:close", OrderPurpose.Close, 1m), (bench.LastIntent.Origin, bench.LastIntent.Purpose, bench.LastIntent.Quantity));
        Assert.Null(bench.Instance.Resume(bench.Now, bench.View.Price));
        bench.End(bench.Placed[1], "rejected");
        bench.Event();
        Assert.Equal((3, CloseIntent.InstanceOrdinalsFrom + 1), (bench.Placed.Count, bench.LastIntent.Ordinal));
        bench.Fill(bench.Placed[2]);
        bench.End(bench.Placed[2]);
        bench.Event();

        Assert.Equal((false, false), (bench.Instance.HoldsSlot, bench.Instance.HoldsSymbol));
        Assert.NotNull(bench.Instance.Resume(bench.Now, bench.View.Price));
        Assert.Equal(InstanceStatus.Watching, bench.Status);
    }

    [Fact]
    public void Fault_never_closes_under_a_name_that_the_position_gives_away()
    {
        var bench = new Bench().Open();
        bench.ColumnThrows = true;
        bench.Event();
        bench.End(bench.Placed[1], "rejected");
        bench.Event();

        var ofPosition = Enumerable.Range(0, 100).Select(ordinal => (bench.LastIntent.Origin, Ordinal: ordinal)).ToHashSet();

        Assert.All(bench.Placed.Skip(1), placed => Assert.DoesNotContain((placed.Intent.Origin, placed.Intent.Ordinal), ofPosition));
        Assert.Equal(2, bench.Placed.Skip(1).Select(placed => placed.Intent.Ordinal).Distinct().Count());
    }

    [Fact]
    public void A_fault_cancels_the_entry_and_closes_what_it_filled()
    {
        var bench = new Bench().Enter();
        bench.Fill(bench.Placed[0], 0.5m);
        bench.ColumnThrows = true;
        bench.Event();
        Assert.Single(bench.Canceled);
        Assert.Single(bench.Placed);

        bench.End(bench.Placed[0], "requested");
        bench.Event();

        Assert.Equal((OrderPurpose.Close, 0.5m), (bench.LastIntent.Purpose, bench.LastIntent.Quantity));
    }

    [Fact]
    public void Why_not_tells_value_distance_and_closest_approach()
    {
        var bench = new Bench(("/signal/when", """{ "all": [ { "indicator": "a", "op": ">", "value": 10 }, { "indicator": "b", "op": "between", "value": [1, 2] } ] }"""));
        bench.Event(1, ("a", 7), ("b", 5));
        bench.Event(1, ("a", 4), ("b", double.NaN));

        var whyNot = bench.Instance.WhyNot();

        Assert.Equal("signal", whyNot.Section);
        Assert.Equal(("/signal/when/all/0", 10d, 4d, false, 6d, 3d), (whyNot.Leaves[0].Pointer, whyNot.Leaves[0].Threshold, whyNot.Leaves[0].Value, whyNot.Leaves[0].Verdict, whyNot.Leaves[0].Distance, whyNot.Leaves[0].Closest));
        Assert.Equal((1d, 2d, null, null, null, 3d), (whyNot.Leaves[1].Threshold, whyNot.Leaves[1].ThresholdHigh, whyNot.Leaves[1].Value, whyNot.Leaves[1].Verdict, whyNot.Leaves[1].Distance, whyNot.Leaves[1].Closest));
    }

    [Fact]
    public void At_most_one_transition_an_event()
    {
        var bench = new Bench(("/cancel", null), ("/signal/expires", "\"1ms\""));
        bench.Event(1, ("a", 1), ("b", 1));

        bench.Event(1, ("a", 1));
        bench.Event(1, ("a", 1));
        bench.Event(1, ("a", 1));

        Assert.Equal(
            [InstanceStatus.Signaled, InstanceStatus.Cooldown, InstanceStatus.Watching, InstanceStatus.Signaled],
            bench.Transitions.Select(transition => transition.To));
    }

    private static DateOnly Day(Bench bench) => DateOnly.FromDateTime(bench.Now.UtcDateTime);

    private static void Lose(Bench bench)
    {
        bench.Open();
        Close(bench, bench.Mark - 1m);
    }

    private static void Win(Bench bench)
    {
        bench.Open();
        Close(bench, bench.Mark + 1m);
    }

    /// <summary>Closes at a price and waits until the instance watches again.</summary>
    private static void Close(Bench bench, decimal mark)
    {
        bench.Event(1, ("c", 1));
        bench.Mark = mark;
        bench.Fill(bench.Placed[^1]);
        bench.End(bench.Placed[^1]);
        bench.Event();
        bench.Event(10);
        Assert.Equal(InstanceStatus.Watching, bench.Status);
    }

    private static void Try(Bench bench)
    {
        if (bench.Status is InstanceStatus.Cooldown)
        {
            bench.Event(10);
        }

        bench.Event(1, ("a", 1));
        bench.Event(1, ("b", 1));
    }
}
