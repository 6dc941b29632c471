using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Backtest.Tests.Support;

/// <summary>A recording written by hand, in exact decimals; heartbeats are added as a stored one would have them.</summary>
internal sealed class MemoryMarket : IMarketDataReader
{
    public const int PriceScale = 4;
    public const int QuantityScale = 4;

    private readonly SortedDictionary<Symbol, List<MarketEvent>> _events = [];
    private readonly Dictionary<Symbol, List<Candle>> _candles = [];

    public IReadOnlyList<DatasetSymbol> Symbols => throw new InvalidOperationException("A kernel asks its setup for symbols.");

    public IEnumerable<Symbol> Names => _events.Keys;

    public MemoryMarket Trade(Symbol symbol, long timeMs, decimal price, decimal quantity = 1m, TakerSide side = TakerSide.Buy) =>
        Add(symbol, new MarketEvent
        {
            Kind = MarketEventKind.Trade,
            TimeMs = timeMs,
            Price = Price(price),
            Quantity = Quantity(quantity),
            Side = side,
            DepthIndex = -1,
        });

    public MemoryMarket Book(Symbol symbol, long timeMs, decimal bid, decimal ask, decimal bidQuantity = 10m, decimal askQuantity = 10m) =>
        Add(symbol, new MarketEvent
        {
            Kind = MarketEventKind.Book,
            TimeMs = timeMs,
            Price = Price(bid),
            Quantity = Quantity(bidQuantity),
            AskPrice = Price(ask),
            AskQuantity = Quantity(askQuantity),
            DepthIndex = -1,
        });

    public MemoryMarket Mark(Symbol symbol, long timeMs, decimal mark) =>
        Add(symbol, new MarketEvent
        {
            Kind = MarketEventKind.Mark,
            TimeMs = timeMs,
            Price = Price(mark),
            AskQuantity = MarketEvent.None,
            DepthIndex = -1,
        });

    public MemoryMarket Funding(Symbol symbol, long timeMs, decimal rate) =>
        Add(symbol, new MarketEvent
        {
            Kind = MarketEventKind.Funding,
            TimeMs = timeMs,
            Quantity = Scaled.FromDecimal(rate, MarketEvent.RateScale),
            DepthIndex = -1,
        });

    public MemoryMarket Candles(Symbol symbol, IEnumerable<Candle> candles)
    {
        _candles[symbol] = [.. candles];
        _events.TryAdd(symbol, []);
        return this;
    }

    /// <summary>Time of the newest event, candles left aside; null without any.</summary>
    public long? LastTimeMs(Symbol symbol) => _events.TryGetValue(symbol, out var events) && events.Count > 0 ? events[^1].TimeMs : null;

    /// <summary>The symbol's events as they were written, without heartbeats.</summary>
    public IReadOnlyList<MarketEvent> EventsOf(Symbol symbol) => _events.GetValueOrDefault(symbol, []);

    /// <summary>Only the events before an instant: the beginning of the same recording.</summary>
    public MemoryMarket Until(long timeMs)
    {
        var cut = new MemoryMarket();
        foreach (var (symbol, events) in _events)
        {
            cut._events[symbol] = [.. events.Where(market => market.TimeMs < timeMs)];
        }

        foreach (var (symbol, candles) in _candles)
        {
            cut._candles[symbol] = [.. candles.Where(candle => candle.OpenTimeMs < timeMs)];
            cut._events.TryAdd(symbol, []);
        }

        return cut;
    }

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
    {
        var events = WithHeartbeats(query.Symbol).ToArray();
        var batch = new MarketEvent[Math.Min(query.BatchSize, events.Length)];
        for (var offset = 0; offset < events.Length; offset += query.BatchSize)
        {
            // As a reader of stored data does: what is read of a batch after the next one was asked for is of the next one.
            batch = query.ReuseArrays ? batch : new MarketEvent[batch.Length];
            var count = Math.Min(query.BatchSize, events.Length - offset);
            Array.Copy(events, offset, batch, 0, count);
            yield return new MarketBatch(query.Symbol, PriceScale, QuantityScale, batch, count);
        }
    }

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => _candles.GetValueOrDefault(query.Symbol, []);

    private static long Price(decimal price) => Scaled.FromDecimal(price, PriceScale);

    private static long Quantity(decimal quantity) => Scaled.FromDecimal(quantity, QuantityScale);

    private MemoryMarket Add(Symbol symbol, MarketEvent market)
    {
        if (!_events.TryGetValue(symbol, out var events))
        {
            _events[symbol] = events = [];
        }

        events.Add(market);
        return this;
    }

    private List<MarketEvent> WithHeartbeats(Symbol symbol)
    {
        var events = _events[symbol];
        var candles = _candles.GetValueOrDefault(symbol, []);
        if (events.Count == 0 && candles.Count == 0)
        {
            return [];
        }

        var first = Math.Min(events.Count > 0 ? events[0].TimeMs : long.MaxValue, candles.Count > 0 ? candles[0].OpenTimeMs : long.MaxValue);
        var last = Math.Max(
            events.Count > 0 ? events[^1].TimeMs : long.MinValue,
            candles.Count > 1 ? candles[^1].OpenTimeMs + candles.Zip(candles.Skip(1)).Min(pair => pair.Second.OpenTimeMs - pair.First.OpenTimeMs) - 1 : long.MinValue);
        var beats = new List<MarketEvent>();
        for (var second = (first + 999) / 1_000 * 1_000; second <= last; second += 1_000)
        {
            beats.Add(new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = second, DepthIndex = -1 });
        }

        // Stable: rows of one instant and kind keep their order.
        return [.. beats.Concat(events).Select((market, row) => (market, row))
            .OrderBy(entry => entry.market.TimeMs).ThenBy(entry => entry.market.Kind).ThenBy(entry => entry.row)
            .Select(entry => entry.market)];
    }
}
