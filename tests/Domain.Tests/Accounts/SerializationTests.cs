using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

/// <summary>What is stored or crosses a grain call comes back the same, as JSON and through Orleans' serializer.</summary>
public sealed class SerializationTests
{
    private static readonly Serializer Orleans = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Account_with_everything_in_it_round_trips()
    {
        var account = Busy().Account.Told(
            new TripKillSwitch("x", "alice", true, Start), new SetStale(true, Start), new FreezeSymbol(Eth, "drift", Start),
            new Deposit("d-2", 1.5m, Start));

        RoundTrips(account);
    }

    [Fact]
    public void Position_with_everything_in_it_round_trips() => RoundTrips(Busy().PositionAt(0));

    [Fact]
    public void Events_round_trip_by_their_discriminators()
    {
        var portfolio = Busy();
        var flip = portfolio.Fill(Btc, Fill(Order("ord-9", Side.Sell, 9m), 1, 101m, 9m, fee: 0.5m));
        var liquidation = portfolio.Liquidate(new VenueLiquidated(Btc, -6m, 200m, "liq-1", Start));
        var funding = PositionMachine.Decide(portfolio.PositionAt(0), new VenueFunding(Btc, 1m, 1m, 1m, -1m, Start));
        var added = PositionMachine.AddMargin(Busy().PositionAt(0), BtcContract, "cmd", 5m, Start);

        foreach (var change in flip.PositionEvents.AddRange(liquidation.PositionEvents).AddRange(funding).AddRange(added))
        {
            RoundTrips(change);
            RoundTrips(PositionBooking.Of(portfolio.PositionAt(0), change));
        }

        var account = Funded();
        AccountInput[] inputs =
        [
            Judge(Order("a", Side.Buy, 1m, instance: "str-a", purpose: OrderPurpose.Entry)), new ClaimOrder("a", Start), new EndOrder("a", 0m, Start),
            new TripKillSwitch("x", "alice", true, Start), new ResetKillSwitch("y", "alice", Start), new CloseGate(Session, Start),
            new SetStale(true, Start), new FreezeSymbol(Btc, "drift", Start), new ChangeLimits(Wide, Start), new RefreshMarks([], Start.AddDays(1)),
        ];
        foreach (var input in inputs)
        {
            var decision = AccountMachine.Decide(account, input);
            account = decision.After;
            Assert.All(decision.Events, RoundTrips);
        }

        Assert.All(flip.AccountEvents.AddRange(liquidation.AccountEvents), RoundTrips);
    }

    [Fact]
    public void Verdict_and_protection_round_trip()
    {
        RoundTrips(AccountMachine.Decide(Funded(), Judge(Order("a", Side.Buy, 1m))).Verdict!);
        RoundTrips(AccountMachine.Decide(Funded(), Judge(Order("a", Side.Buy, 1_000m))).Verdict!);
        var decision = ProtectionMachine.SetPlan(
            Protection.None, new(1m, [new(2m, 50m)], new(1m, 0.5m), null, 150m), Busy().PositionAt(0), BtcContract);
        RoundTrips(decision.After);
        Assert.All(decision.Commands, RoundTrips);
        Assert.Equal(BtcContract, Json.To<Trading.Domain.Instruments.Instrument>(Json.Of(BtcContract)));
        Assert.Equal(BtcContract, Orleans.Deserialize<Trading.Domain.Instruments.Instrument>(Orleans.SerializeToArray(BtcContract)));
        RoundTrips(BtcContract with { Tiers = [new(1m, null, 0.01m, 10)] });
    }

    private static Portfolio Busy()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var entry = Order("ord-1", Side.Buy, 4m, instance: "str-a", purpose: OrderPurpose.Entry, leverage: 3);
        portfolio.Judge(entry, Market(), Start);
        portfolio.Mark(0, 99m);
        portfolio.Fill(Btc, Fill(entry, 1, 100m, 3m, fee: 0.18m));
        portfolio.Mark(0, 101m);
        portfolio.Judge(Order("ord-2", Side.Sell, 1m, 200m, Eth), Market(200m), Start);
        portfolio.Evaluate(Start.AddSeconds(1));
        return portfolio;
    }

    private static void RoundTrips<T>(T value)
    {
        var json = Json.Of(value);

        Assert.Equal(json, Json.Of(Json.To<T>(json)));
        Assert.Equal(json, Json.Of(Orleans.Deserialize<T>(Orleans.SerializeToArray(value))));
        Assert.DoesNotContain("Trading.", json, StringComparison.Ordinal);
    }
}
