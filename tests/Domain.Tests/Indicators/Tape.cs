using System.Text.Json;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>Writes short market streams by hand and runs indicators over them. Prices have 2 decimals, quantities 3.</summary>
internal sealed class Tape
{
    public const int PriceScale = 2;
    public const int QuantityScale = 3;

    public static readonly Symbol Symbol = Symbol.Parse("BTC_USDT");

    public List<MarketEvent> Events { get; } = [];

    public Tape Trade(double seconds, decimal price, decimal quantity = 1m, TakerSide side = TakerSide.Unknown) => Add(new MarketEvent
    {
        Kind = MarketEventKind.Trade,
        TimeMs = Ms(seconds),
        Price = Price(price),
        Quantity = Quantity(quantity),
        Side = side,
    });

    public Tape Candle(double seconds, decimal price, decimal volume = 0m) => Add(new MarketEvent
    {
        Kind = MarketEventKind.CandleStep,
        TimeMs = Ms(seconds),
        Price = Price(price),
        Quantity = Quantity(volume),
    });

    public Tape Book(double seconds, decimal bid, decimal ask, decimal bidQuantity = 1m, decimal askQuantity = 1m) => Add(new MarketEvent
    {
        Kind = MarketEventKind.Book,
        TimeMs = Ms(seconds),
        Price = Price(bid),
        Quantity = Quantity(bidQuantity),
        AskPrice = Price(ask),
        AskQuantity = Quantity(askQuantity),
    });

    public Tape Mark(double seconds, decimal mark, decimal index = 0m, decimal? fundingRate = null) => Add(new MarketEvent
    {
        Kind = MarketEventKind.Mark,
        TimeMs = Ms(seconds),
        Price = Price(mark),
        AskPrice = Price(index),
        AskQuantity = fundingRate is { } rate ? Scaled.FromDecimal(rate, MarketEvent.RateScale) : MarketEvent.None,
    });

    public Tape Funding(double seconds, decimal rate) => Add(new MarketEvent
    {
        Kind = MarketEventKind.Funding,
        TimeMs = Ms(seconds),
        Quantity = Scaled.FromDecimal(rate, MarketEvent.RateScale),
    });

    public Tape Gap(double from, double seconds) => Add(new MarketEvent { Kind = MarketEventKind.Gap, TimeMs = Ms(seconds), Quantity = Ms(from) });

    public Tape Heartbeat(double seconds) => Add(new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = Ms(seconds) });

    public static IndicatorSpec Spec(string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new List<ValidationError>();
        var spec = IndicatorCatalog.Parse(document.RootElement, "", errors);
        Assert.Empty(errors);
        return spec!;
    }

    public static MarketBatch Batch(IEnumerable<MarketEvent> events)
    {
        var array = events.ToArray();
        return new MarketBatch(Symbol, PriceScale, QuantityScale, array, array.Length);
    }

    /// <summary>The value of one indicator after every event.</summary>
    public double[] Values(string json, int blockSize = IndicatorSet.BlockSizeMax, TimeSpan? staleAfter = null) =>
        Run(new IndicatorSet(PriceScale, QuantityScale, [Spec(json)], staleAfter), Events, blockSize)[0];

    /// <summary>The value after the last event.</summary>
    public double Last(string json) => Values(json)[^1];

    /// <summary>All columns of a set, each asked for in every block.</summary>
    public static double[][] Run(IndicatorSet set, IReadOnlyList<MarketEvent> events, int blockSize)
    {
        var columns = set.Specs.Select(_ => new double[events.Count]).ToArray();
        var batch = Batch(events);
        for (var offset = 0; offset < events.Count; offset += blockSize)
        {
            set.Append(batch, offset, Math.Min(blockSize, events.Count - offset));
            for (var slot = 0; slot < columns.Length; slot++)
            {
                set.Column(slot).CopyTo(columns[slot].AsSpan(offset));
            }
        }

        return columns;
    }

    private Tape Add(MarketEvent market)
    {
        market.DepthIndex = -1;
        Events.Add(market);
        return this;
    }

    private static long Ms(double seconds) => (long)Math.Round(seconds * 1000);

    private static long Price(decimal price) => Scaled.FromDecimal(price, PriceScale);

    private static long Quantity(decimal quantity) => Scaled.FromDecimal(quantity, QuantityScale);
}
