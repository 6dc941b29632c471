using Trading.Cluster.Tests.Desk;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Cluster.Tests.Accounts;

public sealed class AccountGrainTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    private static readonly RiskLimits Loose = RiskLimits.Default with
    {
        OrdersPerSecond = 1_000,
        IdenticalOrderWindow = TimeSpan.Zero,
        OrderNotionalPct = 100m,
        PositionNotionalPct = 1_000m,
        ExposurePct = 1_000m,
        MarginUsedPct = 100m,
    };

    [Fact]
    public async Task Many_judges_at_once_never_exceed_the_budget_and_share_their_writes()
    {
        var trader = await new Trader(desk).Open(balance: 1_000m, Loose);
        var requests = Enumerable.Range(0, 64).Select(_ => trader.Request(quantity: 1m)).ToList();
        var writes = desk.Faults.WritesOf(trader.Account);

        var verdicts = await Task.WhenAll(requests.Select(trader.Judge));

        var account = (await trader.Accounts.Find(null))!.Account;
        Assert.Equal(9, verdicts.Count(verdict => verdict.IsApproved));
        Assert.Equal(9, account.Reservations.Length);
        Assert.True(account.Available >= 0m);
        Assert.InRange(desk.Faults.WritesOf(trader.Account) - writes, 1, 9);
    }

    [Fact]
    public async Task Same_question_gets_the_same_yes_and_reserves_once()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => trader.Judge(request)));

        Assert.All(verdicts, verdict => Assert.True(verdict.IsApproved));
        Assert.Single((await trader.Accounts.Find(null))!.Account.Reservations);
    }

    [Fact]
    public async Task Failed_write_approves_nothing()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        desk.Faults.FailNextWrite(trader.Account, StorageFaults.Moment.BeforeWrite);

        await Assert.ThrowsAnyAsync<Exception>(() => trader.Judge(request));

        Assert.Empty((await trader.Accounts.Find(null))!.Account.Reservations);
        Assert.True((await trader.Judge(request)).IsApproved);
    }

    [Fact]
    public async Task Reservation_that_nobody_claims_is_asked_after_and_freed_and_a_late_place_is_refused()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        Assert.True((await trader.Judge(request)).IsApproved);
        Assert.Single((await trader.Accounts.Find(null))!.Account.Reservations);

        desk.Clock.Advance(AccountMachine.ClaimWait);
        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account.Reservations.IsEmpty);

        var late = await trader.Order(request).Place(request, trader.Context);
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.NotSent), (late.Status, late.Reason));
        Assert.Equal(0, desk.Venue.Of(request.Id).Submissions);
    }

    [Fact]
    public async Task Kill_switch_cancels_entries_closes_positions_and_survives()
    {
        var trader = await new Trader(desk).Open();
        var held = await trader.Work();
        await trader.Fill(held);
        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account is { LedgerSequence: 2 });
        var entry = await trader.Work(quantity: 2m);

        await trader.Accounts.TripKillSwitch("panic", "alice", closePositions: true);
        await desk.Deactivate(trader.Accounts);

        // As the supervisor does: an activation that ended takes its timers along, not what it had to tell.
        await trader.Accounts.Touch();
        await desk.Until(entry.Id, OrderStatus.Canceled);
        Assert.Equal(OrderReasons.KillSwitch, (await trader.Order(entry).Find())!.Order.Reason);
        var (close, _) = await desk.Sent(trader.OrderOfPosition("close"));
        Assert.Equal((Side.Sell, 1m, true), (close.Side, close.Quantity, close.ReduceOnly));
        Assert.NotNull((await trader.Accounts.Find(null))!.Account.KillSwitch);
        Assert.Contains(RiskReason.KillSwitch, (await trader.Judge(trader.Request())).Reasons);
    }

    [Fact]
    public async Task Cancel_that_overtakes_the_place_is_not_lost()
    {
        var trader = await new Trader(desk).Open();
        var request = trader.Request();
        Assert.True((await trader.Judge(request)).IsApproved);

        await trader.Accounts.TripKillSwitch("panic", "alice", closePositions: false);
        await Eventually.Holds(desk, async () => (await trader.Accounts.Find(null))!.Account.Reservations.IsEmpty);

        Assert.Equal(OrderStatus.NotPlaced, (await trader.Order(request).Place(request, trader.Context)).Status);
        Assert.Equal(0, desk.Venue.Of(request.Id).Submissions);
    }

    [Fact]
    public void Nobody_awaits_what_the_design_does_not_list() => Assert.Empty(desk.Edges.Strangers);
}
