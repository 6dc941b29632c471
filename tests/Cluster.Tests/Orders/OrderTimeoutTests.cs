using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;

namespace Trading.Cluster.Tests.Orders;

public sealed class OrderTimeoutTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    private static readonly TimeSpan Past = OrderProtocol.TimeoutDefault + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Timer_alone_ends_an_order_at_its_deadline()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();

        // The question that stood behind the request comes due first, so that no other timer is left to do the deadline's work.
        await Eventually.Holds(desk, async () => await trader.Order(request).Find() is not null && desk.Machine.TicksOf(request.Id) > 0);
        desk.Clock.Advance(Past);

        await Expired(trader, request);
    }

    [Fact]
    public async Task Reminder_alone_ends_an_order_at_its_deadline()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        Assert.Equal(["deadline"], await desk.RemindersOf(trader.Order(request)));
        await desk.Deactivate(trader.Order(request));

        desk.Clock.Advance(Past);
        Assert.False(desk.Venue.Of(request.Id).Cancelled.IsCompleted);
        desk.ReminderClock.Advance(Past);

        await Cancelled(request);
        await Expired(trader, request);
    }

    [Fact]
    public async Task Sweep_ends_an_order_that_neither_timer_nor_reminder_has_woken()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        await desk.Deactivate(trader.Order(request));
        desk.Clock.Advance(Past);
        Assert.False(desk.Venue.Of(request.Id).Cancelled.IsCompleted);

        await trader.Order(request).Touch();

        await Cancelled(request);
        await Expired(trader, request);
    }

    [Fact]
    public async Task Doubled_and_early_wakes_are_harmless()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => trader.Order(request).Touch()));

        Assert.Equal(OrderStatus.New, (await trader.Order(request).Find())!.Order.Status);
        desk.Clock.Advance(Past);
        await Expired(trader, request);
    }

    [Fact]
    public async Task Partly_filled_order_times_out_too_and_keeps_what_was_filled()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work(quantity: 2m);
        await trader.Order(request).Report(new(null, 0, [desk.Venue.Of(request.Id).Fill("p", 100m, 1m, trader.Now)]));
        await desk.Until(request.Id, OrderStatus.PartiallyFilled);

        desk.Clock.Advance(Past);

        await Expired(trader, request);
        Assert.Equal(1m, (await trader.Order(request).Find())!.Order.FilledQuantity);
    }

    [Fact]
    public async Task Silent_request_is_asked_after_and_its_order_never_sent_twice()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.TakeInSilence;
        await trader.Order(request).Place(request, trader.Context);
        await desk.Venue.Of(request.Id).Submitted;
        await desk.Deactivate(trader.Order(request));

        await trader.Order(request).Touch();

        await desk.Until(request.Id, OrderStatus.New);
        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
    }

    [Fact]
    public async Task Lost_entry_ends_unplaced_only_after_the_last_moment_at_which_it_could_have_arrived()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.Lose;
        await trader.Order(request).Place(request, trader.Context);
        await desk.Until(request.Id, OrderStatus.Unknown);
        var (_, sentAt) = await desk.Venue.Of(request.Id).Submitted;

        await Eventually.Holds(desk, async () => (await trader.Order(request).Find())!.Order.IsOver);

        var order = (await trader.Order(request).Find())!.Order;
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.Absent), (order.Status, order.Reason));
        Assert.True(order.EndedAt > sentAt + TimeSpan.FromSeconds(10));
        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
    }

    /// <summary>Whoever looks at an order wakes it: what alone is to wake it has to have done so before anybody looks.</summary>
    private Task Cancelled(OrderRequest request) =>
        desk.Venue.Of(request.Id).Cancelled.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    private async Task Expired(Trader trader, OrderRequest request)
    {
        await desk.Until(request.Id, OrderStatus.Expired);
        Assert.Equal(OrderReasons.Timeout, (await trader.Order(request).Find())!.Order.Reason);
    }
}
