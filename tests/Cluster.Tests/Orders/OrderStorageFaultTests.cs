using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;

namespace Trading.Cluster.Tests.Orders;

public sealed class OrderStorageFaultTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    private const bool Before = false;
    private const bool After = true;

    [Theory]
    [InlineData(Before)]
    [InlineData(After)]
    public async Task Caller_whose_intent_could_not_be_stored_is_told_so_and_nothing_is_sent(bool answerLost)
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Faults.FailNextWrite(request.Id, Moment(answerLost));

        await Assert.ThrowsAnyAsync<Exception>(() => trader.Order(request).Place(request, trader.Context));
        var repeated = await trader.Order(request).Place(request, trader.Context);

        if (answerLost)
        {
            // The write stood: the truth is an order that was never sent, and never will be.
            Assert.Equal((OrderStatus.NotPlaced, OrderReasons.NotSent), (repeated.Status, repeated.Reason));
            Assert.Equal(0, desk.Venue.Of(request.Id).Submissions);
        }
        else
        {
            await desk.Until(request.Id, OrderStatus.New);
            Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
        }
    }

    [Theory]
    [InlineData(2, Before)]
    [InlineData(3, Before)]
    [InlineData(3, After)]
    [InlineData(4, Before)]
    [InlineData(4, After)]
    [InlineData(5, Before)]
    [InlineData(5, After)]
    public async Task Failed_write_at_any_later_step_loses_and_doubles_nothing(int write, bool answerLost)
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        Assert.True((await trader.Judge(request)).IsApproved);
        desk.Faults.FailWrite(request.Id, Moment(answerLost), write);

        await trader.Order(request).Place(request, trader.Context);
        await Woken(trader, request, order => order.Status is OrderStatus.New);
        var report = desk.Venue.Of(request.Id).Complete("t", 100m, 1m, trader.Now);
        await trader.Order(request).Report(new(null, 0, [report]));
        await Woken(trader, request, order => order is { IsOver: true, Outbox.IsEmpty: true });

        Assert.True(desk.Faults.HasStruck(request.Id));
        Assert.Equal(OrderStatus.Filled, (await trader.Order(request).Find())!.Order.Status);
        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account is { LedgerSequence: 2, Reservations.IsEmpty: true });
        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
    }

    [Fact]
    public async Task Fence_that_was_stored_without_its_owner_knowing_is_never_sent_behind()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        Assert.True((await trader.Judge(request)).IsApproved);
        desk.Faults.FailWrite(request.Id, StorageFaults.Moment.AfterWrite, write: 2);

        await trader.Order(request).Place(request, trader.Context);
        await Woken(trader, request, order => order is { IsOver: true, Outbox.IsEmpty: true });

        // The venue never had it, and an entry whose decision is old is not sent again.
        var order = (await trader.Order(request).Find())!.Order;
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.Absent, 0), (order.Status, order.Reason, desk.Venue.Of(request.Id).Submissions));
        Assert.Equal(0m, (await trader.Accounts.Find(null))!.Account.Reserved);
    }

    [Theory]
    [InlineData(Before)]
    [InlineData(After)]
    public async Task Fill_is_booked_once_though_the_position_could_not_store_it(bool answerLost)
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        desk.Faults.FailNextWrite(GrainKeys.ForPosition(trader.Account, Trader.Btc), Moment(answerLost));
        desk.Faults.FailNextWrite(trader.Account, Moment(answerLost));

        await trader.Fill(request);

        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account is { LedgerSequence: 2, Reservations.IsEmpty: true });
        Assert.True(desk.Faults.HasStruck(trader.Account) && desk.Faults.HasStruck(GrainKeys.ForPosition(trader.Account, Trader.Btc)));
        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
        Assert.Equal(9_999.99m, (await trader.Accounts.Find(null))!.Account.Balance);
    }

    private static StorageFaults.Moment Moment(bool answerLost) => answerLost ? StorageFaults.Moment.AfterWrite : StorageFaults.Moment.BeforeWrite;

    /// <summary>The sweep wakes whatever a failure has put to sleep.</summary>
    private Task Woken(Trader trader, OrderRequest request, Func<Order, bool> condition) => Eventually.Holds(desk, async () =>
    {
        await trader.Order(request).Touch();
        return await trader.Order(request).Find() is { Order: { } order } && condition(order);
    });
}
