using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions;

namespace Trading.Cluster.Tests.Strategies;

/// <summary>What an instance promises while calls fail, double and meet: one intent for each signal and purpose, and nothing forgotten.</summary>
public sealed class StrategyGrainTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    /// <summary>Signals and enters at every event with a book; leaves when the price has fallen by a tenth.</summary>
    private const string Document = """
        {
          "name": "test", "direction": "short",
          "indicators": { "spread": { "type": "spread_pct" }, "pnl": { "type": "unrealized_pnl_pct" } },
          "signal": { "when": { "indicator": "spread", "op": ">=", "value": 0 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "spread", "op": ">=", "value": 0 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 10 }, "leverage": 2, "cooldown": "60s", "stopLoss": { "pct": 5 }
          },
          "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 10 }, "order": { "type": "market" }, "cooldown": "60s" }
        }
        """;

    [Fact]
    public async Task Sixty_four_deliveries_of_one_signal_make_one_entry()
    {
        var instance = await new Instance(desk, Document).Start();
        var (signal, entry) = (instance.Quote(100m), instance.Quote(100m));

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => instance.Take(signal)));
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => instance.Take(entry)));

        var entered = await instance.Find();
        Assert.Equal(InstanceStatus.Entering, entered.Status);
        await desk.Sent(EntryOf(instance, 1));
        Assert.Equal((1, 0), (desk.Venue.Of(EntryOf(instance, 1)).Submissions, desk.Venue.Of(EntryOf(instance, 2)).Submissions));
        Assert.Equal([EntryOf(instance, 1)], entered.WorkingOrders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_that_fails_before_or_after_it_stood_leaves_one_entry(bool answerLost)
    {
        // Each write of the way from the signal to the answer of the entry, one after another.
        for (var write = 2; write <= 5; write++)
        {
            var instance = await new Instance(desk, Document).Start();
            desk.Faults.FailWrite(instance.Key, answerLost ? StorageFaults.Moment.AfterWrite : StorageFaults.Moment.BeforeWrite, write);
            foreach (var events in new[] { instance.Quote(100m), instance.Quote(100m), instance.Quote(100m) })
            {
                await Repeated(instance, events);
            }

            Assert.Equal(InstanceStatus.Entering, (await instance.Find()).Status);
            await desk.Sent(EntryOf(instance, 1));
            Assert.Equal((1, 0), (desk.Venue.Of(EntryOf(instance, 1)).Submissions, desk.Venue.Of(EntryOf(instance, 2)).Submissions));
        }
    }

    [Fact]
    public async Task Activation_that_comes_back_goes_on_from_its_last_transition()
    {
        var instance = await new Instance(desk, Document).Start();
        await instance.Tick(100m);
        await instance.Tick(100m);
        var entry = await Filled(instance);
        await desk.Deactivate(instance.Grain);

        await instance.Tick(100m);
        Assert.Equal(InstanceStatus.InPosition, (await instance.Find()).Status);
        await desk.Deactivate(instance.Grain);
        await instance.Tick(80m);

        var leaving = await instance.Find();
        Assert.Equal(InstanceStatus.Exiting, leaving.Status);
        var (exit, _) = await desk.Sent(Assert.Single(leaving.WorkingOrders));
        Assert.Equal((Side.Buy, true, entry.Quantity), (exit.Side, exit.ReduceOnly, exit.Quantity));
    }

    [Fact]
    public async Task Journal_gets_every_transition_once_though_it_was_away()
    {
        var instance = await new Instance(desk, Document).Start();
        desk.Journal.FailNext(instance.Key, 2);

        await instance.Tick(100m);
        await instance.Tick(100m);
        await Eventually.Holds(desk, async () => !(await instance.Find()).HasMoreToTell);

        var told = desk.Journal.Of(instance.Key);
        Assert.Equal(Enumerable.Range(1, told.Count).Select(sequence => (long)sequence), told.Select(record => record.Entry.Sequence));
        Assert.Equal(
            [("Watching", "Signaled"), ("Signaled", "Entering")],
            told.Select(record => record.Transition).OfType<Trading.Storage.Results.InstanceTransitionRow>().Select(row => (row.FromState, row.ToState)));
        Assert.Contains(told, record => record.Entry.Kind == "signal");
    }

    [Fact]
    public async Task Entry_that_is_decided_far_behind_the_feed_is_refused_as_stale()
    {
        var instance = await new Instance(desk, Document).Start();

        await instance.Take(instance.Quote(100m), isLagging: true);
        var refused = await desk.Order(EntryOf(instance, 1)).Find();
        desk.Clock.Advance(TimeSpan.FromSeconds(61));
        await instance.Tick(100m);
        await instance.Tick(100m);

        Assert.Equal(OrderStatus.Rejected, refused!.Order.Status);
        Assert.Contains(RiskReason.MarketDataAge, refused.Order.Reasons);
        Assert.Equal(InstanceStatus.Entering, (await instance.Find()).Status);
    }

    [Fact]
    public async Task Instance_without_a_slot_watches_on_and_takes_one_when_it_is_given_back()
    {
        var instance = await new Instance(desk, Document).Start();
        await instance.Accounts.Prepare(new(instance.Session, "str-other", Trader.Btc, WantsSlot: true, 100m, desk.Clock.GetUtcNow()));

        await instance.Tick(100m);
        var waiting = (await instance.Find()).Status;
        await instance.Accounts.GiveBack(instance.Session, "str-other", Trader.Btc, desk.Clock.GetUtcNow());
        await instance.Tick(100m);

        Assert.Equal((InstanceStatus.Watching, InstanceStatus.Entering), (waiting, (await instance.Find()).Status));
    }

    [Fact]
    public async Task Fill_and_exit_that_meet_never_close_more_than_is_held()
    {
        var instance = await new Instance(desk, Document).Start();
        await instance.Tick(100m);
        await instance.Tick(100m);
        var entry = await Filled(instance);
        await instance.Tick(100m);

        // The exit condition and a close by hand in one instant, each of them over and over.
        var leave = instance.Quote(80m);
        await Task.WhenAll(Enumerable.Range(0, 32).SelectMany(_ => new Task[] { instance.Take(leave), instance.Position.Close(ExitReason.Manual, "alice") }));

        foreach (var id in new[] { ClosingOf(instance, "exit"), CloseByHandOf(instance) })
        {
            if (await desk.Order(id).Find() is { } placed)
            {
                await desk.Sent(id);
                Assert.True(placed.Order.Request.ReduceOnly);
                Assert.Equal((Side.Buy, entry.Quantity, 1), (placed.Order.Request.Side, placed.Order.Request.Quantity, desk.Venue.Of(id).Submissions));
            }
        }

        Assert.NotNull(await desk.Order(CloseByHandOf(instance)).Find());
        Assert.Null(await desk.Order(CloseByHandOf(instance, 1)).Find());
    }

    [Fact]
    public async Task Order_that_is_over_is_remembered_only_while_the_instance_looks_at_it()
    {
        var instance = await new Instance(desk, Document).Start();
        await instance.Tick(100m);
        await instance.Tick(100m);
        await Filled(instance);
        await instance.Tick(100m);
        var stop = StopOf(instance);
        await Eventually.Holds(desk, async () => await IsRemembered(instance, stop) && await desk.Order(stop).Find() is { Order.Status: OrderStatus.New });
        await instance.Tick(80m);
        var (exit, _) = await desk.Sent(ClosingOf(instance, "exit"));
        await desk.Order(exit.Id).Report(new(null, 0, [desk.Venue.Of(exit.Id).Complete("t-exit", 80m, exit.Quantity, desk.Clock.GetUtcNow())]));

        await Eventually.Holds(desk, async () => !await IsRemembered(instance, stop));

        Assert.Equal(OrderStatus.Canceled, (await desk.Order(stop).Find())!.Order.Status);
    }

    private static async Task<bool> IsRemembered(Instance instance, string order) => (await instance.Grain.Settle()).Orders.Contains(order);

    private static string StopOf(Instance instance) =>
        ClientOrderId.Create(instance.Account, instance.Session, $"pos:{GrainKeys.ForPosition(instance.Account, Trader.Btc)}:1:stop", 0);

    private static string EntryOf(Instance instance, int signal) =>
        ClientOrderId.Create(instance.Account, instance.Session, FormattableString.Invariant($"sig:{instance.Key}:{signal}:entry"), 0);

    private static string ClosingOf(Instance instance, string purpose) =>
        ClientOrderId.Create(instance.Account, instance.Session, $"sig:{instance.Key}:1:{purpose}", 0);

    private static string CloseByHandOf(Instance instance, int ordinal = 0) =>
        ClientOrderId.Create(instance.Account, instance.Session, $"pos:{GrainKeys.ForPosition(instance.Account, Trader.Btc)}:1:close", ordinal);

    /// <summary>As a market repeats a batch until it is taken.</summary>
    private static async Task Repeated(Instance instance, (long First, Domain.MarketData.MarketBatch Batch) events)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                await instance.Take(events);
                return;
            }
            catch (Exception) when (attempt < 4)
            {
                // The activation is gone; the next one begins from what is stored.
            }
        }
    }

    /// <summary>The venue fills the entry, and position and instance have heard of it.</summary>
    private async Task<OrderRequest> Filled(Instance instance)
    {
        var (request, _) = await desk.Sent(EntryOf(instance, 1));
        var report = desk.Venue.Of(request.Id).Complete("t-" + request.Id, 100m, request.Quantity, desk.Clock.GetUtcNow());
        await desk.Order(request.Id).Report(new(null, 0, [report]));
        await Eventually.Holds(desk, async () => await instance.Position.Find() is { HasMoreToTell: false });
        return request;
    }
}
