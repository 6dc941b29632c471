using Trading.Cluster.Tests.Desk;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;

namespace Trading.Cluster.Tests.Venues;

/// <summary>Positions are what the venue holds, whoever traded there and whatever was lost on the way.</summary>
public sealed class ReconciliationTests(RelayedCluster cluster) : IClassFixture<RelayedCluster>
{
    /// <summary>A round each 10 s, and what it takes on a busy machine.</summary>
    private static readonly TimeSpan FoundWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Trade_by_hand_is_taken_over_alerted_and_freezes_the_symbol_until_it_is_let_go()
    {
        var trader = await LongAsync();

        await cluster.ByHandAsync(trader.Account, -0.25m);
        await WithinAsync(FoundWithin, async () => await trader.HeldAsync() == (0.75m, 0.75m) && (await trader.FrozenAsync()).Length > 0);

        var refusal = await trader.JudgeAsync(trader.Buy());
        Assert.Equal(RiskReason.SymbolFrozen, Assert.Single(refusal.Failures).Reason);
        Assert.Contains("hand-", await trader.FrozenAsync(), StringComparison.Ordinal);
        await cluster.Journal.Until(
            GrainKeys.ForPosition(trader.Account, Trader.Btc), record => record.Entry.Payload.Contains(PositionAlert.Drift, StringComparison.Ordinal));
        await AgreesWithWalletAsync(trader);

        await trader.Accounts.Unfreeze(Trader.Btc, "alice");
        Assert.True((await trader.JudgeAsync(trader.Buy())).IsApproved);
    }

    [Fact]
    public async Task Trade_by_hand_where_nothing_was_held_is_the_owners_position()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();

        await cluster.ByHandAsync(trader.Account, 2m);
        await WithinAsync(FoundWithin, async () => await trader.HeldAsync() == (2m, 2m));

        Assert.NotEmpty(await trader.FrozenAsync());
        Assert.Equal(PositionSide.Long, (await trader.Position.Find())!.Position.Side);
    }

    [Fact]
    public async Task Liquidation_whose_push_is_lost_is_found_and_booked_as_one_and_once()
    {
        var trader = await LongAsync();

        // Nobody listens while it happens.
        await trader.Venue.DropAsync();
        await cluster.ByHandAsync(trader.Account, liquidate: true);
        var lost = Assert.Single((await trader.Venue.Reconcile())!.Executions.Single().Latest, execution => execution.IsLiquidation);
        await WithinAsync(FoundWithin, async () => await trader.HeldAsync() == (0m, 0m));

        await trader.Position.Report(new VenueDelivery(null, 0, [new VenueLiquidated(Trader.Btc, 1m, lost.Price, lost.TradeId, lost.At)]));
        var order = await trader.PlaceAsync();
        await trader.UntilAsync(async () => await trader.HeldAsync() == (1m, 1m));
        await trader.Position.Report(new VenueDelivery(null, 0, [new VenueLiquidated(Trader.Btc, 1m, lost.Price, lost.TradeId, lost.At)]));
        await trader.Venue.Reconcile();
        await trader.UntilAsync(order, OrderStatus.Filled);

        Assert.Equal((1m, 1m), await trader.HeldAsync());
        Assert.Empty(await trader.FrozenAsync());
        Assert.Single(
            cluster.Journal.Of(GrainKeys.ForPosition(trader.Account, Trader.Btc)), record => record.Entry.Payload.Contains("\"liquidated\"", StringComparison.Ordinal));
        await AgreesWithWalletAsync(trader);
    }

    [Fact]
    public async Task Fill_that_its_order_has_not_told_yet_is_no_drift()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        await trader.Venue.Reconcile();
        var order = trader.Buy();

        // Its fill is at the venue, and on no road to the position.
        await SubmitPastTheOrderAsync(trader, order);
        for (var round = 0; round < ReconciliationMachine.SightingsMin + 2; round++)
        {
            Assert.Equal(1m, (await trader.Venue.Reconcile())!.Positions.Single().Quantity);
            await trader.Position.Touch();
        }

        Assert.Equal((0m, 0m), await trader.HeldAsync());
        Assert.Empty(await trader.FrozenAsync());
    }

    [Fact]
    public async Task Correction_whose_write_is_lost_is_made_once_by_the_next_round()
    {
        var trader = await LongAsync();
        var position = GrainKeys.ForPosition(trader.Account, Trader.Btc);

        cluster.Faults.FailNextWrite(position, StorageFaults.Moment.BeforeWrite);
        await cluster.ByHandAsync(trader.Account, 2m);
        await WithinAsync(FoundWithin + FoundWithin, async () => cluster.Faults.HasStruck(position) && await trader.HeldAsync() == (3m, 3m));
        cluster.Faults.FailNextWrite(position, StorageFaults.Moment.AfterWrite);
        await cluster.ByHandAsync(trader.Account, -1m);
        await WithinAsync(FoundWithin + FoundWithin, async () => await trader.HeldAsync() == (2m, 2m));
        await trader.Venue.Reconcile();

        await AgreesWithWalletAsync(trader);
        Assert.Equal(2, cluster.Journal.Of(position).Count(record => record.Entry.Payload.Contains("\"corrected\"", StringComparison.Ordinal)));
    }

    /// <summary>A position of one unit, with nothing on its way.</summary>
    private async Task<VenueTrader> LongAsync()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var order = await trader.PlaceAsync();
        await trader.UntilAsync(async () => await trader.HeldAsync() == (1m, 1m));
        await trader.UntilAsync(order, OrderStatus.Filled);
        return trader;
    }

    /// <summary>Sent as its order would send it, and then nobody speaks of it.</summary>
    private static async Task SubmitPastTheOrderAsync(VenueTrader trader, OrderRequest order)
    {
        await trader.Venue.Submit(order, DateTimeOffset.UtcNow);
        await trader.UntilAsync(async () => (await trader.Venue.Query(order.Id, Trader.Btc))?.Status is OrderStatus.Filled);
    }

    /// <summary>What was booked here and what the venue's wallet holds are one sum, to the last digit.</summary>
    private static async Task AgreesWithWalletAsync(VenueTrader trader) =>
        Assert.Equal((await trader.Venue.Reconcile())!.Balance, (await trader.Accounts.Find(null))!.Account.Balance);

    private static async Task WithinAsync(TimeSpan bound, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(bound);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not hold within {bound}.");
            await Task.Delay(LookPause, TestContext.Current.CancellationToken);
        }
    }
}
