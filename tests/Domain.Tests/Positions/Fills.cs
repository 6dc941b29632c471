using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Domain.Tests.Positions;

/// <summary>Builders that keep the literals of a test visible.</summary>
internal static class Fills
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    public static readonly Instrument Contract = Instrument.WithDefaults(Btc, "test", tickSize: 0.1m, lotSize: 0.001m);

    public static Position Flat() => Position.Flat("pos-alice:demo:btc_usdt", Btc);

    public static PositionFill Fill(
        string trade, Side side, decimal price, decimal quantity, decimal fee = 0m, int leverage = 1, OrderPurpose purpose = OrderPurpose.Manual,
        string order = "", long sequence = 0, int second = 0) => new(
            order, sequence, purpose, side, leverage, PositionOwner.None,
            new Fill(trade, price, quantity, fee, Liquidity.Taker, Start.AddSeconds(second)));

    public static Position Play(this Position position, params ReadOnlySpan<PositionFill> fills)
    {
        foreach (var fill in fills)
        {
            position = position.After(PositionMachine.Decide(position, Contract, fill));
        }

        return position;
    }

    public static Position After(this Position position, ImmutableArray<PositionEvent> events) =>
        events.Aggregate(position, (state, change) => state.Apply(change));
}
