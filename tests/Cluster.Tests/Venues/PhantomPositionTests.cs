using Trading.Cluster.Tests.Desk;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions;

namespace Trading.Cluster.Tests.Venues;

/// <summary>What is held here alone, at a venue that is a grain: position and money become the venue's, once the difference has lasted.</summary>
public sealed class PhantomPositionTests(VenueCluster cluster) : IClassFixture<VenueCluster>
{
    [Fact]
    public async Task Position_and_money_become_the_venues()
    {
        var trader = await new VenueTrader(cluster.Client) { Price = 104m }.OpenAsync();
        var order = trader.Buy();
        var context = new OrderContext("alice", "", 0, "simulated", null, Trader.Instrument, null, 100m, null);
        var fill = new OrderFilled(new Fill("phantom-1", 100m, 1m, 0.5m, Liquidity.Taker, DateTimeOffset.UtcNow), null, DateTimeOffset.UtcNow);
        await trader.Position.Hear(new OrderDelivery(order, context, [new OutboxEntry(1, OrderReceivers.Position, OrderStatus.Filled, fill)]));
        await trader.UntilAsync(async () => await trader.HeldAsync() == (1m, 1m));
        var believedSince = DateTimeOffset.UtcNow;

        await trader.UntilAsync(async () => await trader.HeldAsync() == (0m, 0m));
        Assert.True(DateTimeOffset.UtcNow - believedSince >= ReconciliationMachine.DriftWait - TimeSpan.FromSeconds(1), "It was given up too soon.");
        Assert.NotEmpty(await trader.FrozenAsync());

        await trader.UntilAsync(async () => (await trader.Accounts.Find(null))!.Account.Balance == 10_000m);
        Assert.Equal((10_000m, true), ((await trader.Venue.Reconcile())!.Balance, (await trader.Venue.Reconcile())!.Positions.IsEmpty));
        await cluster.Journal.Until(trader.Account, record => record.Entry.Payload.Contains("wallet_drift", StringComparison.Ordinal));
        await cluster.Journal.Until(
            GrainKeys.ForPosition(trader.Account, Trader.Btc), record => record.Entry.Payload.Contains(PositionAlert.Drift, StringComparison.Ordinal));
    }
}
