using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Exchanges.Remote.Wire;

/// <summary>A market batch as flat numbers.</summary>
/// <param name="Events">Eight for each event: kind, time, price, quantity, ask price, ask quantity, taker side, depth index.</param>
/// <param name="Depth">Four for each level: bid price, bid quantity, ask price, ask quantity.</param>
public sealed record WireBatch(Symbol Symbol, int PriceScale, int QuantityScale, long[] Events, long[] Depth, int DepthLevels)
{
    private const int EventNumbers = 8;
    private const int LevelNumbers = 4;

    public static WireBatch Of(MarketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var events = new long[batch.Count * EventNumbers];
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var market = ref batch.Events[i];
            var to = events.AsSpan(i * EventNumbers, EventNumbers);
            (to[0], to[1], to[2], to[3]) = ((long)market.Kind, market.TimeMs, market.Price, market.Quantity);
            (to[4], to[5], to[6], to[7]) = (market.AskPrice, market.AskQuantity, (long)market.Side, market.DepthIndex);
        }

        var depth = new long[batch.Depth.Length * LevelNumbers];
        for (var i = 0; i < batch.Depth.Length; i++)
        {
            ref readonly var level = ref batch.Depth[i];
            var to = depth.AsSpan(i * LevelNumbers, LevelNumbers);
            (to[0], to[1], to[2], to[3]) = (level.BidPrice, level.BidQuantity, level.AskPrice, level.AskQuantity);
        }

        return new(batch.Symbol, batch.PriceScale, batch.QuantityScale, events, depth, batch.DepthLevels);
    }

    /// <exception cref="FormatException">The numbers are no batch.</exception>
    public MarketBatch ToBatch()
    {
        if (Events.Length % EventNumbers != 0 || Depth.Length % LevelNumbers != 0 || DepthLevels < 0
            || PriceScale is < 0 or > MarketEvent.RateScale || QuantityScale is < 0 or > MarketEvent.RateScale)
        {
            throw new FormatException($"{Symbol}: {Events.Length} numbers of events and {Depth.Length} of depth are no batch.");
        }

        var depth = new BookLevel[Depth.Length / LevelNumbers];
        for (var i = 0; i < depth.Length; i++)
        {
            var from = Depth.AsSpan(i * LevelNumbers, LevelNumbers);
            depth[i] = new() { BidPrice = from[0], BidQuantity = from[1], AskPrice = from[2], AskQuantity = from[3] };
        }

        var events = new MarketEvent[Events.Length / EventNumbers];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = ToEvent(Events.AsSpan(i * EventNumbers, EventNumbers), depth.Length);
        }

        return new(Symbol, PriceScale, QuantityScale, events, events.Length, depth, DepthLevels);
    }

    private MarketEvent ToEvent(ReadOnlySpan<long> from, int depthLength)
    {
        var market = new MarketEvent
        {
            Kind = (MarketEventKind)from[0],
            TimeMs = from[1],
            Price = from[2],
            Quantity = from[3],
            AskPrice = from[4],
            AskQuantity = from[5],
            Side = (TakerSide)from[6],
            DepthIndex = (int)from[7],
        };
        var isDepthInside = market.DepthIndex < 0 || market.DepthIndex + DepthLevels <= depthLength;
        return isDepthInside && Enum.IsDefined(market.Kind) && Enum.IsDefined(market.Side)
            ? market
            : throw new FormatException($"{Symbol}: an event of kind {from[0]}, side {from[6]} with depth at {from[7]} of {depthLength} is none.");
    }
}
