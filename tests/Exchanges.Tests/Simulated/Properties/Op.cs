using CsCheck;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;

namespace Trading.Exchanges.Tests.Simulated.Properties;

/// <summary>One step of a generated run: raw numbers, read as a market event, an order or a cancel.</summary>
internal readonly record struct Op(int Kind, int Dt, int A, int B, int C, int D);

/// <summary>The world of a generated run: settings of the venue and what is recorded of its market. Tick 0.5, lot 1, prices 97.5–102.5: few enough that levels, limits and triggers meet.</summary>
internal sealed record World(SimulatedVenueOptions Options, MarketSeries Series, decimal Balance, ulong Seed)
{
    public const int PriceScale = 1;

    public static readonly Symbol Symbol = Symbol.Parse("XX_USDT");

    public static readonly DateTimeOffset Start = new(2024, 1, 1, 7, 59, 50, TimeSpan.Zero);

    public VenueMarket Market => new(Instrument.WithDefaults(Symbol, "test", 0.5m, 1m), PriceScale, 0, Series);

    public SimulatedVenue NewVenue() => new(Options, Seed, Balance, [Market]);
}

/// <summary>Generators, and how an op is read.</summary>
internal static class Ops
{
    private const int PriceMid = 1_000;
    private const int Tick = 5;
    private const long EightHoursMs = 8 * 3_600_000;

    public static Gen<World> Worlds { get; } = Gen.Select(
        Any(0, 1, 50, 300),
        Any(0, 20),
        Any(0, 0, 10),
        Any(StopTrigger.Mark, StopTrigger.Last),
        Any(
            MarketSeries.Trades, MarketSeries.Trades | MarketSeries.Book, MarketSeries.Book, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark,
            MarketSeries.Trades | MarketSeries.Mark | MarketSeries.Funding),
        Any(500m, 5_000m, 100_000m),
        Gen.ULong,
        (latency, jitter, reject, trigger, series, balance, seed) => new World(
            new() { Latency = TimeSpan.FromMilliseconds(latency), LatencyJitter = TimeSpan.FromMilliseconds(jitter), RejectPct = reject, StopTrigger = trigger },
            series, balance, seed));

    public static Gen<Op[]> Scripts { get; } = Gen.Select(
        Gen.Int[0, 99], Gen.Int[0, 399], Gen.Int[-5, 5], Gen.Int[1, 10], Gen.Int[0, 11], Gen.Int[0, 11],
        (kind, dt, a, b, c, d) => new Op(kind, dt, a, b, c, d)).Array[15, 35];

    extension(Op op)
    {
        public bool IsSubmit => op.Kind is >= 64 and < 92;

        public bool IsCancel => op.Kind >= 92;

        public bool IsMarket => !op.IsSubmit && !op.IsCancel;

        public long DelayMs => op.Dt switch
        {
            < 300 => op.Dt / 5,
            < 396 => op.Dt,
            < 398 => 61_000,
            _ => EightHoursMs,
        };
    }

    /// <summary>The market event that an op is, of the series that the world records; a heartbeat where it has none of it.</summary>
    public static MarketEvent ToEvent(Op op, long timeMs, World world, List<BookLevel> depth)
    {
        var market = new MarketEvent { TimeMs = timeMs, DepthIndex = -1, Kind = MarketEventKind.Heartbeat };
        var price = PriceMid + (op.A * Tick);
        if (op.Kind < 28 && world.Series.HasFlag(MarketSeries.Trades))
        {
            market.Kind = MarketEventKind.Trade;
            (market.Price, market.Quantity, market.Side) = (price, op.B, (TakerSide)(op.C % 3));
        }
        else if (op.Kind is >= 28 and < 52 && world.Series.HasFlag(MarketSeries.Book))
        {
            market.Kind = MarketEventKind.Book;
            var ask = price + ((1 + (op.C % 3)) * Tick);
            (market.Price, market.Quantity, market.AskPrice, market.AskQuantity) = (price, op.B, ask, 1 + op.D);
            if (op.D >= 10)
            {
                // One side is empty now and then.
                (market.Price, market.Quantity) = op.D == 10 ? (0, 0) : (market.Price, market.Quantity);
                (market.AskPrice, market.AskQuantity) = op.D == 11 ? (0, 0) : (market.AskPrice, market.AskQuantity);
            }
            else
            {
                market.DepthIndex = depth.Count;
                depth.Add(new() { BidPrice = price - Tick, BidQuantity = 1 + op.C, AskPrice = ask + Tick, AskQuantity = op.B });
            }
        }
        else if (op.Kind is >= 52 and < 58 && world.Series.HasFlag(MarketSeries.Mark))
        {
            market.Kind = MarketEventKind.Mark;
            (market.Price, market.AskQuantity) = (price, op.C == 0 ? 200_000_000 : MarketEvent.None);
        }
        else if (op.Kind is >= 58 and < 61 && world.Series.HasFlag(MarketSeries.Funding))
        {
            market.Kind = MarketEventKind.Funding;
            market.Quantity = op.A * 100_000_000L;
        }

        return market;
    }

    public static OrderRequest ToOrder(Op op, int index)
    {
        var (type, timeInForce) = (op.Kind - 64) switch
        {
            < 9 => (OrderType.Market, TimeInForce.Gtc),
            < 16 => (OrderType.Limit, TimeInForce.Gtc),
            < 18 => (OrderType.Limit, TimeInForce.Ioc),
            < 20 => (OrderType.Limit, TimeInForce.Fok),
            < 22 => (OrderType.Limit, TimeInForce.PostOnly),
            < 26 => (OrderType.StopMarket, TimeInForce.Gtc),
            _ => (OrderType.TakeProfitMarket, TimeInForce.Gtc),
        };
        var price = (PriceMid + (op.A * Tick)) / 10m;
        var isTrigger = type is OrderType.StopMarket or OrderType.TakeProfitMarket;
        return new OrderRequest(
            FormattableString.Invariant($"o-{index}"), "acc-test", "", "", OrderPurpose.Manual, World.Symbol, op.C % 2 == 0 ? Side.Buy : Side.Sell, type, timeInForce,
            op.B, type is OrderType.Limit ? price : null, isTrigger ? price : null, ReduceOnly: op.D >= (isTrigger ? 4 : 9),
            Leverage: op.D % 3 == 0 ? 60 : op.D % 3 == 1 ? 5 : 1, null, World.Start);
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
