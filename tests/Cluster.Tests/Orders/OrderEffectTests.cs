using Trading.Cluster.Tests.Desk;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Cluster.Tests.Orders;

/// <summary>What single effects of the machine are there for, and nothing else would bring about.</summary>
public sealed class OrderEffectTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    private static readonly TimeSpan RenewalAge = TimeSpan.FromMinutes(9);

    [Fact]
    public async Task Placed_order_claims_its_reservation_before_it_is_asked_after()
    {
        var trader = await new Trader(desk).Open();
        var placedAt = trader.Now;
        var request = await trader.Work();

        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account.Reservations is [{ IsClaimed: true } claimed] && claimed.OrderId == request.Id);

        Assert.True(trader.Now < placedAt + AccountMachine.ClaimWait);
    }

    [Fact]
    public async Task What_one_activation_leaves_untold_the_next_one_tells()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Journal.FailNext(request.Id, times: int.MaxValue);
        await trader.Order(request).Place(request, trader.Context);
        await desk.Until(request.Id, OrderStatus.New);
        await desk.Deactivate(trader.Order(request));
        desk.Journal.FailNext(request.Id, times: 0);

        await Eventually.Holds(desk, async () => (await trader.Order(request).Find())!.Order.Outbox.IsEmpty);

        Assert.Equal(["placed", "fenced", "accepted"], desk.Journal.Of(request.Id).Select(record => record.Entry.Payload[10..].Split('"')[0]));
    }

    [Fact]
    public async Task Nothing_wakes_an_order_that_is_over()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();

        // Its question after the answer that came would have been due before it leaves memory.
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        await trader.Fill(request);
        var management = desk.Client.GetGrain<IManagementGrain>(0);
        await Eventually.Holds(desk, async () => await management.GetActivationAddress(trader.Order(request)) is null);

        Assert.Equal(0, desk.Machine.StrayTicksOf(request.Id));
    }

    [Fact]
    public async Task Reminder_of_the_deadline_is_put_off_when_the_order_ends()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        Assert.Equal(["deadline"], await desk.RemindersOf(trader.Order(request)));

        await trader.Fill(request);

        await Eventually.Holds(desk, async () => (await desk.RemindersOf(trader.Order(request))).Count == 0);
    }

    [Fact]
    public async Task Reminder_of_an_order_that_could_not_be_stored_is_put_off_where_it_rings()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Faults.FailNextWrite(request.Id, StorageFaults.Moment.BeforeWrite);
        await Assert.ThrowsAnyAsync<Exception>(() => trader.Order(request).Place(request, trader.Context));
        Assert.Equal(["deadline"], await desk.RemindersOf(trader.Order(request)));

        desk.ReminderClock.Advance(OrderProtocol.TimeoutDefault);

        await Eventually.Holds(desk, async () => (await desk.RemindersOf(trader.Order(request))).Count == 0);
    }

    [Fact]
    public async Task Reminder_alone_has_a_trigger_order_renewed_before_the_venue_ends_it()
    {
        var (trader, request) = await RestOnTrigger();
        await desk.Deactivate(trader.Order(request));

        desk.Clock.Advance(RenewalAge);
        desk.ReminderClock.Advance(RenewalAge);

        // Whoever looked at the order would wake it: its account and the journal are looked at.
        await Eventually.Holds(desk, async () => await trader.Accounts.Find(null) is not null
            && desk.Journal.Of(request.Id).Any(record => record.Entry.Payload.Contains("\"renewal_due\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reminder_of_the_renewal_is_put_off_when_the_order_ends()
    {
        var (trader, request) = await RestOnTrigger();

        await trader.Order(request).Cancel(OrderReasons.Requested);
        await desk.Until(request.Id, OrderStatus.Canceled);

        await Eventually.Holds(desk, async () => (await desk.RemindersOf(trader.Order(request))).Count == 0);
    }

    [Fact]
    public async Task Fill_that_comes_after_the_end_is_alerted()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work(quantity: 2m);
        var late = desk.Venue.Of(request.Id).Fill("late", 100m, 1m, trader.Now);
        await trader.Order(request).Report(new(null, 0, [new VenueCanceled(request.Id, OrderReasons.Requested, 0m, trader.Now)]));
        await desk.Until(request.Id, OrderStatus.Canceled);

        await trader.Order(request).Report(new(null, 0, [late]));

        await Eventually.Holds(desk, async () => (await trader.Order(request).Find())!.Order.FilledQuantity == 1m && desk.Journal.Alerts.Any(alert =>
            alert.Code == OrderAlerts.LateFill && alert.Id.Contains(request.Id, StringComparison.Ordinal)));
    }

    /// <summary>A trigger order at a venue that will end it by itself, its reminder set.</summary>
    private async Task<(Trader Trader, OrderRequest Request)> RestOnTrigger()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Trigger();
        await trader.Order(request).Place(request, trader.Context with { Venue = ScriptedVenue.ShortLived });
        await desk.Until(request.Id, OrderStatus.New);
        await Eventually.Holds(desk, async () => (await desk.RemindersOf(trader.Order(request))).SequenceEqual(["renewal"]));
        return (trader, request);
    }
}
