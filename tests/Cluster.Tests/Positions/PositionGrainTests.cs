using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Cluster.Tests.Positions;

public sealed class PositionGrainTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task Position_is_protected_from_its_first_fill()
    {
        var trader = await Protected();
        var entry = await trader.Work(quantity: 2m);
        await trader.Order(entry).Report(new(null, 0, [desk.Venue.Of(entry.Id).Fill("p1", 100m, 1m, trader.Now)]));

        var (stop, _) = await desk.Sent(trader.OrderOfPosition("stop"));

        Assert.Equal((OrderType.StopMarket, Side.Sell, 98m, 1m, true), (stop.Type, stop.Side, stop.StopPrice, stop.Quantity, stop.ReduceOnly));
        Assert.Null(stop.Timeout);
    }

    [Fact]
    public async Task Stop_follows_the_position_and_the_old_one_is_cancelled_once_the_new_one_rests()
    {
        var trader = await Protected();
        var entry = await trader.Work(quantity: 2m);
        var script = desk.Venue.Of(entry.Id);
        await trader.Order(entry).Report(new(null, 0, [script.Fill("p1", 100m, 1m, trader.Now)]));
        await desk.Until(trader.OrderOfPosition("stop"), OrderStatus.New);

        await trader.Order(entry).Report(new(null, 0, [script.Complete("p2", 100m, 1m, trader.Now)]));

        await desk.Until(trader.OrderOfPosition("stop", 1), OrderStatus.New);
        await desk.Until(trader.OrderOfPosition("stop"), OrderStatus.Canceled);
        Assert.Equal(2m, (await desk.Sent(trader.OrderOfPosition("stop", 1))).Request.Quantity);
    }

    [Fact]
    public async Task Closing_by_hand_many_times_at_once_sends_one_order()
    {
        var trader = await new Trader(desk).Open();
        await trader.Fill(await trader.Work());
        await Held(trader, 1m);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => trader.Position.Close(ExitReason.Manual, "alice")));

        var id = Assert.Single(answers.Distinct());
        Assert.Equal(trader.OrderOfPosition("close"), id);
        await desk.Sent(id!);
        await desk.Until(id!, OrderStatus.New);
        Assert.Equal(1, desk.Venue.Of(id!).Submissions);
    }

    [Fact]
    public async Task Closed_position_is_a_round_trip_with_its_reason_and_the_account_has_all_of_it()
    {
        var trader = await new Trader(desk).Open();
        await trader.Fill(await trader.Work());
        await Held(trader, 1m);
        var close = (await trader.Position.Close(ExitReason.Manual, "alice"))!;
        await desk.Until(close, OrderStatus.New);

        await desk.Order(close).Report(new(null, 0, [desk.Venue.Of(close).Complete("c", 110m, 1m, trader.Now)]));
        await desk.Journal.Until((await trader.Position.Find())!.Position.Id, record => record.RoundTrip is not null);
        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account.LedgerSequence == 4);

        var trip = desk.Journal.Of((await trader.Position.Find())!.Position.Id).Single(record => record.RoundTrip is not null).RoundTrip!;
        Assert.Equal((10m, 0.02m, ExitReason.Manual), (trip.GrossPnl, trip.Fees, trip.ExitReason));
        Assert.Equal(10_009.98m, (await trader.Accounts.Find(null))!.Account.Balance);
        Assert.Null(await trader.Position.Close(ExitReason.Manual, "alice"));
    }

    [Fact]
    public async Task Protection_by_hand_replaces_the_stop_and_faults_change_nothing()
    {
        var trader = await Protected();
        await trader.Fill(await trader.Work());
        await desk.Until(trader.OrderOfPosition("stop"), OrderStatus.New);
        await trader.Position.Mark(100m, trader.Now);

        var fault = await trader.Position.Protect(new(new(120m), null, null), "alice");
        var outcome = await trader.Position.Protect(new(new(95m), null, null), "alice");

        Assert.Equal("/stopPrice", Assert.Single(fault.Errors).Pointer);
        Assert.Empty(outcome.Errors);
        Assert.Equal(95m, (await desk.Sent(trader.OrderOfPosition("stop", 1))).Request.StopPrice);
    }

    [Fact]
    public async Task Same_delivery_again_changes_nothing()
    {
        var trader = await new Trader(desk).Open();
        var entry = await trader.Work();
        await trader.Fill(entry);
        await Held(trader, 1m);
        var order = (await trader.Order(entry).Find())!;
        var fill = new OutboxEntry(3, OrderReceivers.Position, OrderStatus.Filled, new OrderFilled(order.Order.Fills[0], null, trader.Now));

        await trader.Position.Hear(new OrderDelivery(entry, trader.Context, [fill]));
        await trader.Position.Hear(new OrderDelivery(entry, trader.Context, [fill]));

        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
    }

    [Fact]
    public void Nobody_awaits_what_the_design_does_not_list() => Assert.Empty(desk.Edges.Strangers);

    private async Task<Trader> Protected() => await new Trader(desk)
    {
        Context = new("alice", "", 0, "simulated", null, Trader.Instrument, new ProtectionPlan(2m, [], null, null, null), 100m, null),
    }.Open();

    private Task Held(Trader trader, decimal quantity) => Eventually.Holds(desk, async () => (await trader.Position.Find())?.Position.Quantity == quantity);
}
