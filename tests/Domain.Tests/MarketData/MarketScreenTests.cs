using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class MarketScreenTests
{
    private readonly MarketScreen _screen = new(jumpMaxPct: 10m);

    public static TheoryData<BadEventKind, MarketEvent> Bad => new()
    {
        { BadEventKind.Price, Trade(price: 0) },
        { BadEventKind.Price, Trade(price: -5) },
        { BadEventKind.Quantity, Trade(quantity: 0) },
        { BadEventKind.TimeBackwards, Trade(timeMs: 999) },
        { BadEventKind.Jump, Trade(price: 111) },
        { BadEventKind.Jump, Trade(price: 89) },
        { BadEventKind.CrossedBook, Book(bid: 101, ask: 100) },
        { BadEventKind.Price, Book(bid: -1, ask: 100) },
        { BadEventKind.Quantity, Book(bid: 99, ask: 100, quantity: 0) },
        { BadEventKind.Price, new MarketEvent { TimeMs = 1_000, Kind = MarketEventKind.Mark, Price = 0, DepthIndex = -1 } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_event_is_left_out_and_counted(BadEventKind kind, MarketEvent bad)
    {
        var screened = _screen.Screen(Batch(Trade(), bad, Trade(price: 101)));

        Assert.Equal([100L, 101L], screened!.Events.ToArray().Select(market => market.Price));
        Assert.Equal(1, _screen.CountOf(kind));
        Assert.Equal(1, Enum.GetValues<BadEventKind>().Sum(_screen.CountOf));
    }

    [Fact]
    public void Good_batch_passes_as_it_is()
    {
        var batch = Batch(Trade(), Book(bid: 99, ask: 99), Book(bid: 0, ask: 100), Trade(price: 109, timeMs: 2_000));

        Assert.Same(batch, _screen.Screen(batch));
    }

    [Fact]
    public void Price_that_many_say_in_a_row_is_believed()
    {
        _screen.Screen(Batch(Trade()));

        var screened = _screen.Screen(Batch([.. Enumerable.Range(0, 6).Select(_ => Trade(price: 200))]));

        Assert.Equal(2, screened!.Count);
        Assert.Equal(4, _screen.CountOf(BadEventKind.Jump));
    }

    [Fact]
    public void Batch_with_nothing_good_is_none() => Assert.Null(_screen.Screen(Batch(Trade(price: 0))));

    private static MarketBatch Batch(params MarketEvent[] events) => new(Symbol.Parse("BTC_USDT"), 2, 1, events, events.Length);

    private static MarketEvent Trade(long price = 100, long quantity = 1, long timeMs = 1_000) =>
        new() { TimeMs = timeMs, Kind = MarketEventKind.Trade, Price = price, Quantity = quantity, DepthIndex = -1 };

    private static MarketEvent Book(long bid, long ask, long quantity = 1) => new()
    {
        TimeMs = 1_000,
        Kind = MarketEventKind.Book,
        Price = bid,
        Quantity = bid == 0 ? 0 : quantity,
        AskPrice = ask,
        AskQuantity = 1,
        DepthIndex = -1,
    };
}
