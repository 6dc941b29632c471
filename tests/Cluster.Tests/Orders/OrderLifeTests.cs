using Trading.Cluster.Tests.Desk;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Cluster.Tests.Orders;

public sealed class OrderLifeTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task Caller_is_answered_once_the_intent_is_durable_and_before_the_venue_has_spoken()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.TakeInSilence;

        var answer = await trader.Order(request).Place(request, trader.Context);

        Assert.Equal(OrderStatus.PendingNew, answer.Status);
        Assert.Equal(trader.Now + OrderProtocol.TimeoutDefault, answer.DeadlineAt);
        await desk.Venue.Of(request.Id).Submitted;
    }

    [Fact]
    public async Task Request_is_signed_with_the_time_that_was_stored_before_it_was_sent()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.TakeInSilence;

        await trader.Order(request).Place(request, trader.Context);
        var (sent, sentAt) = await desk.Venue.Of(request.Id).Submitted;
        await desk.Deactivate(trader.Order(request));

        Assert.Equal(request, sent);
        Assert.Equal(sentAt, (await trader.Order(request).Find())!.Order.SendAt);
    }

    [Fact]
    public async Task Life_of_an_order_costs_at_most_eight_writes_and_ends_everywhere()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        await trader.Fill(request);
        await desk.Journal.Until(request.Id, record => record.Entry.Payload.Contains("\"ended\"", StringComparison.Ordinal));
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.Deactivate(trader.Order(request));
        desk.Clock.Advance(TimeSpan.FromHours(24));
        await trader.Order(request).Touch();
        await Rest(trader, request);

        Assert.InRange(desk.Faults.WritesOf(request.Id), 4, 8);
        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
        Assert.Equal(OrderStatus.Filled, (await trader.Order(request).Find())!.Order.Status);
        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
    }

    [Fact]
    public async Task Order_that_is_over_and_told_leaves_memory_and_is_found_all_the_same()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        var other = await new Trader(desk).Open();
        var working = await other.Work();
        await trader.Fill(request);
        var management = desk.Client.GetGrain<IManagementGrain>(0);

        await Eventually.Holds(desk, async () => await management.GetActivationAddress(trader.Order(request)) is null);

        Assert.NotNull(await management.GetActivationAddress(other.Order(working)));
        Assert.Equal(OrderStatus.Filled, (await trader.Order(request).Find())!.Order.Status);
        await Eventually.Holds(desk, async () => await management.GetActivationAddress(trader.Order(request)) is null);
    }

    [Fact]
    public async Task Order_leaves_grain_storage_thirty_days_after_its_end()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        await trader.Fill(request);
        var ended = (await trader.Order(request).Find())!.Order.EndedAt!.Value;
        desk.Clock.Advance(OrderProtocol.RetirementAge + TimeSpan.FromSeconds(1));
        await Eventually.Holds(desk, async () =>
        {
            await trader.Order(request).Touch();
            return (await trader.Order(request).Find())!.Order is { IsRetired: true, Outbox.IsEmpty: true };
        });
        desk.Clock.SetUtcNow(ended + OrderProtocol.StorageAge - TimeSpan.FromMinutes(5));
        await desk.Deactivate(trader.Order(request));
        await trader.Order(request).Touch();
        await trader.Order(request).Touch();
        Assert.Equal(OrderStatus.Filled, (await trader.Order(request).Find())!.Order.Status);

        desk.Clock.SetUtcNow(ended + OrderProtocol.StorageAge);
        await Eventually.Holds(desk, async () =>
        {
            await trader.Order(request).Touch();
            return await trader.Order(request).Find() is null;
        });

        await desk.Deactivate(trader.Order(request));
        Assert.Null(await trader.Order(request).Find());
        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
        Assert.Contains(desk.Journal.Of(request.Id), record => record.Entry.Payload.Contains("\"ended\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Same_request_again_is_the_same_order_and_another_under_its_id_is_refused()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => trader.Order(request).Place(request, trader.Context)));
        await desk.Until(request.Id, OrderStatus.New);

        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
        Assert.All(answers, answer => Assert.Equal(request.Id, answer.Id));
        await Assert.ThrowsAsync<OrderConflictException>(() => trader.Order(request).Place(request with { Quantity = 2m }, trader.Context));
    }

    [Fact]
    public async Task Refused_order_is_stored_with_all_its_reasons_and_never_sent()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();

        var order = await trader.Order(request).Refuse(request, trader.Context, ["risk:leverage", "insufficient_margin"]);

        Assert.Equal((OrderStatus.Rejected, "risk:leverage"), (order.Status, order.Reason));
        Assert.Equal(2, order.Reasons.Length);
        Assert.Equal(OrderStatus.Rejected, (await trader.Order(request).Place(request, trader.Context)).Status);
        Assert.Equal(0, desk.Venue.Of(request.Id).Submissions);
    }

    [Fact]
    public async Task Fills_in_parts_twice_and_out_of_order_are_booked_once_each()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work(quantity: 3m);
        var script = desk.Venue.Of(request.Id);
        VenueReport[] parts = [script.Fill("p1", 100m, 1m, trader.Now), script.Fill("p2", 101m, 1m, trader.Now), script.Complete("p3", 102m, 1m, trader.Now)];

        await trader.Order(request).Report(new VenueDelivery(null, 0, [parts[2], parts[0], parts[2]]));
        await trader.Order(request).Report(new VenueDelivery(null, 0, [parts[1], parts[0], parts[1]]));
        await desk.Until(request.Id, OrderStatus.Filled);
        await Booked(trader, fills: 3);

        Assert.Equal((3m, 303m), ((await trader.Position.Find())!.Position.Quantity, (await trader.Position.Find())!.Position.Cost));
        var account = (await trader.Accounts.Find(null))!.Account;
        Assert.Equal(10_000m - 0.03m, account.Balance);
        Assert.Empty(account.Reservations);
    }

    [Fact]
    public async Task Fill_after_the_cancel_still_counts()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work(quantity: 2m);
        var late = desk.Venue.Of(request.Id).Fill("late", 100m, 1m, trader.Now);

        await trader.Order(request).Cancel(OrderReasons.Requested);
        await desk.Venue.Of(request.Id).Cancelled;
        await trader.Order(request).Report(new VenueDelivery(null, 0, [late]));
        await desk.Until(request.Id, OrderStatus.Canceled);
        await Booked(trader, fills: 1);

        Assert.Equal(1m, (await trader.Order(request).Find())!.Order.FilledQuantity);
        Assert.Equal(1m, (await trader.Position.Find())!.Position.Quantity);
    }

    [Fact]
    public async Task Request_whose_answer_is_lost_is_found_by_asking()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.TakeAndBreak;

        await trader.Order(request).Place(request, trader.Context);
        await desk.Until(request.Id, OrderStatus.New);

        Assert.Equal(1, desk.Venue.Of(request.Id).Submissions);
    }

    [Fact]
    public async Task Hanging_venue_keeps_nobody_waiting()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = OrderScript.Answer.TakeInSilence;
        await trader.Order(request).Place(request, trader.Context);
        await desk.Venue.Of(request.Id).Submitted;

        var asked = await trader.Order(request).Cancel(OrderReasons.Requested);

        Assert.Equal(OrderStatus.PendingCancel, asked!.Order.Status);
        await desk.Until(request.Id, OrderStatus.Canceled);
    }

    [Theory]
    [InlineData(OrderScript.Answer.Reject, OrderStatus.Rejected)]
    [InlineData(OrderScript.Answer.NotSent, OrderStatus.NotPlaced)]
    public async Task Definite_no_ends_the_order_and_frees_its_margin(object answer, OrderStatus status)
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Venue.Of(request.Id).OnSubmit = (OrderScript.Answer)answer;
        Assert.True((await trader.Judge(request)).IsApproved);

        await trader.Order(request).Place(request, trader.Context);
        await desk.Until(request.Id, status);
        await Rest(trader, request);

        Assert.Equal(0m, (await trader.Accounts.Find(null))!.Account.Reserved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Order_that_its_account_disowned_belongs_to_its_strategy_once_its_place_comes(bool isApproved)
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        var context = trader.Context with { Strategy = "surge", Version = 3 };

        // As the account knows it: whose it is, not which strategy's.
        await trader.Order(request).Withdraw(request, trader.Context with { ReferencePrice = null }, OrderReasons.SessionStopped, onlyUnsent: true);
        var late = isApproved ? await trader.Order(request).Place(request, context) : await trader.Order(request).Refuse(request, context, ["risk:leverage"]);
        await desk.Deactivate(trader.Order(request));

        Assert.Equal(OrderStatus.NotPlaced, late.Status);
        Assert.Equal(context, (await trader.Order(request).Find())!.Context);
    }

    [Fact]
    public async Task What_a_receiver_did_not_take_is_told_again_until_it_does()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Journal.FailNext(request.Id, times: 3);

        await trader.Order(request).Place(request, trader.Context);
        await desk.Venue.Of(request.Id).Submitted;
        await Rest(trader, request);

        Assert.Equal(["placed", "fenced", "accepted"], desk.Journal.Of(request.Id).Select(record => record.Entry.Payload[10..].Split('"')[0]));
    }

    [Fact]
    public async Task Order_that_is_over_is_remembered_by_nobody_and_its_late_fill_counts_all_the_same()
    {
        var trader = await new Trader(desk).Open();
        var request = await trader.Work();
        await Report(desk.Venue.Of(request.Id).Fill("t-first", 100m, 0.4m, trader.Now));
        await trader.Order(request).Cancel(OrderReasons.Requested);
        await desk.Until(request.Id, OrderStatus.Canceled);
        await Eventually.Holds(desk, async () => !await IsRemembered(trader, request));
        Assert.Equal(0.4m, (await trader.Position.Find())!.Position.Quantity);

        await Report(desk.Venue.Of(request.Id).Fill("t-late", 100m, 0.1m, trader.Now));
        await Eventually.Holds(desk, async () => (await trader.Position.Find())!.Position.Quantity == 0.5m);
        await Eventually.Holds(desk, async () => !await IsRemembered(trader, request));

        Assert.Equal(0.5m, (await trader.Position.Find())!.Position.Quantity);
    }

    [Fact]
    public async Task Caller_that_is_wrong_is_told_which_invariant_it_broke()
    {
        var trader = await new Trader(desk).Open();
        var (request, other) = (trader.Request(), trader.Request());

        var failure = await Assert.ThrowsAsync<InvariantException>(() => trader.Order(other).Place(request, trader.Context));

        Assert.Equal($"Invariant: Order {other.Id}: a request of order {request.Id}.", failure.Message);
    }

    [Fact]
    public void Nobody_awaits_what_the_design_does_not_list() => Assert.Empty(desk.Edges.Strangers);

    private Task Rest(Trader trader, OrderRequest request) => Eventually.Holds(desk, async () =>
        (await trader.Order(request).Find())!.Order.Outbox.IsEmpty);

    private Task Report(VenueFilled fill) => desk.Order(fill.OrderId).Report(new(null, 0, [fill]));

    private static async Task<bool> IsRemembered(Trader trader, OrderRequest request) =>
        (await trader.Position.Settle()).Orders.Contains(request.Id) || (await trader.Accounts.Settle()).Orders.Contains(request.Id);

    private Task Booked(Trader trader, int fills) => Eventually.Holds(desk, async () =>
        (await trader.Accounts.Find(null))!.Account is { } account && account.LedgerSequence >= 1 + fills && account.Reservations.IsEmpty);
}
