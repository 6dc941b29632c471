using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;

namespace Trading.Exchanges.Tests.Simulated;

/// <summary>One market at a venue, fed by hand. Times are ms after 2024-01-01T01:00Z; tick 0.01, lot 0.001.</summary>
internal sealed class VenueBench
{
    public static readonly Symbol Symbol = Symbol.Parse("BTC_USDT");

    /// <summary>No latency: a request arrives with the next event.</summary>
    public static readonly SimulatedVenueOptions Instant = new() { Latency = TimeSpan.Zero };

    internal const int PriceScale = 2;
    internal const int QuantityScale = 3;

    public VenueBench(SimulatedVenueOptions? options = null, MarketSeries series = MarketSeries.Trades | MarketSeries.Book, decimal balance = 10_000m, ulong seed = 1)
    {
        Options = options ?? SimulatedVenueOptions.Default;
        Venue = new SimulatedVenue(Options, seed, balance, [Market(series)]);
    }

    public static DateTimeOffset Start { get; } = new(2024, 1, 1, 1, 0, 0, TimeSpan.Zero);

    public static Instrument Instrument { get; } = Instrument.WithDefaults(Symbol, "test", 0.01m, 0.001m);

    public SimulatedVenueOptions Options { get; }

    public SimulatedVenue Venue { get; set; }

    public static VenueMarket Market(MarketSeries series) => new(Instrument, PriceScale, QuantityScale, series);

    public static DateTimeOffset At(long ms) => Start.AddMilliseconds(ms);

    public static OrderRequest Order(
        string id, Side side, OrderType type, decimal quantity, decimal? price = null, decimal? stop = null, TimeInForce timeInForce = TimeInForce.Gtc,
        bool reduceOnly = false, int leverage = 1) => new(
        id, "acc-test", "", "", OrderPurpose.Manual, Symbol, side, type, timeInForce, quantity, price, stop, reduceOnly, leverage, null, Start);

    public void Buy(long at, decimal quantity, string id = "buy", bool reduceOnly = false, int leverage = 1) =>
        Venue.Submit(Order(id, Side.Buy, OrderType.Market, quantity, reduceOnly: reduceOnly, leverage: leverage), At(at));

    public void Sell(long at, decimal quantity, string id = "sell", bool reduceOnly = false, int leverage = 1) =>
        Venue.Submit(Order(id, Side.Sell, OrderType.Market, quantity, reduceOnly: reduceOnly, leverage: leverage), At(at));

    public void Limit(
        long at, Side side, decimal quantity, decimal price, string id = "limit", TimeInForce timeInForce = TimeInForce.Gtc, bool reduceOnly = false, int leverage = 1) =>
        Venue.Submit(Order(id, side, OrderType.Limit, quantity, price, timeInForce: timeInForce, reduceOnly: reduceOnly, leverage: leverage), At(at));

    public void Stop(long at, Side side, decimal quantity, decimal stop, string id = "stop", OrderType type = OrderType.StopMarket, bool reduceOnly = true) =>
        Venue.Submit(Order(id, side, type, quantity, stop: stop, reduceOnly: reduceOnly), At(at));

    public List<VenueReport> Trade(long at, decimal price, decimal quantity, TakerSide side = TakerSide.Buy) =>
        Feed(new MarketEvent { Kind = MarketEventKind.Trade, Price = Price(price), Quantity = Quantity(quantity), Side = side }, at);

    public List<VenueReport> Book(long at, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity, params (decimal Bid, decimal BidQuantity, decimal Ask, decimal AskQuantity)[] deeper)
    {
        var book = new MarketEvent
        {
            Kind = MarketEventKind.Book,
            Price = Price(bid),
            Quantity = Quantity(bidQuantity),
            AskPrice = Price(ask),
            AskQuantity = Quantity(askQuantity),
        };
        BookLevel[] depth = [.. deeper.Select(level => new BookLevel
        {
            BidPrice = Price(level.Bid),
            BidQuantity = Quantity(level.BidQuantity),
            AskPrice = Price(level.Ask),
            AskQuantity = Quantity(level.AskQuantity),
        })];
        return Feed(book, at, depth);
    }

    public List<VenueReport> Mark(long at, decimal price, decimal? rate = null) => Feed(
        new MarketEvent { Kind = MarketEventKind.Mark, Price = Price(price), AskQuantity = rate is { } published ? Rate(published) : MarketEvent.None }, at);

    public List<VenueReport> Funding(long at, decimal rate) => Feed(new MarketEvent { Kind = MarketEventKind.Funding, Quantity = Rate(rate) }, at);

    public List<VenueReport> Heartbeat(long at) => Feed(new MarketEvent { Kind = MarketEventKind.Heartbeat }, at);

    public List<VenueReport> Step(long at, int number, decimal price, decimal volume = 0m) => Feed(
        new MarketEvent { Kind = MarketEventKind.CandleStep, Price = Price(price), Quantity = Quantity(volume), AskQuantity = number }, at);

    public List<VenueReport> Feed(MarketEvent market, long at, BookLevel[]? depth = null)
    {
        market.TimeMs = At(at).ToUnixTimeMilliseconds();
        market.DepthIndex = depth is { Length: > 0 } ? 0 : -1;
        var reports = new List<VenueReport>();
        Venue.Advance(0, new MarketBatch(Symbol, PriceScale, QuantityScale, [market], 1, depth, depth?.Length ?? 0), market, reports);
        return reports;
    }

    /// <summary>Price and quantity of every fill, in order.</summary>
    public static (decimal Price, decimal Quantity)[] Fills(IEnumerable<VenueReport> reports) =>
        [.. reports.OfType<VenueFilled>().Select(filled => (filled.Fill.Price, filled.Fill.Quantity))];

    private static long Price(decimal price) => Scaled.FromDecimal(price, PriceScale);

    private static long Quantity(decimal quantity) => Scaled.FromDecimal(quantity, QuantityScale);

    private static long Rate(decimal rate) => Scaled.FromDecimal(rate, MarketEvent.RateScale);
}
