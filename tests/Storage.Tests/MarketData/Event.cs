using Trading.Domain.MarketData;

namespace Trading.Storage.Tests.MarketData;

/// <summary>A market event with decimals in place of scaled integers.</summary>
public sealed record Event(
    MarketEventKind Kind, long TimeMs, decimal Price, decimal Quantity, decimal AskPrice, decimal AskQuantity, TakerSide Side, string Depth)
{
    public static IEnumerable<Event> Of(MarketBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            yield return Of(batch, in batch.Events[index]);
        }
    }

    private static Event Of(MarketBatch batch, in MarketEvent market)
    {
        var depth = new List<string>();
        foreach (var level in Levels(batch, in market))
        {
            depth.Add(FormattableString.Invariant(
                $"{Price(level.BidPrice):G29}×{Quantity(level.BidQuantity):G29}|{Price(level.AskPrice):G29}×{Quantity(level.AskQuantity):G29}"));
        }

        return new Event(
            market.Kind,
            market.TimeMs,
            Price(market.Price),
            market.Kind switch
            {
                MarketEventKind.Funding => Scaled.ToDecimal(market.Quantity, MarketEvent.RateScale),
                MarketEventKind.Gap => market.Quantity,
                _ => Quantity(market.Quantity),
            },
            Price(market.AskPrice),
            market.Kind is MarketEventKind.Mark
                ? market.AskQuantity == MarketEvent.None ? -1 : Scaled.ToDecimal(market.AskQuantity, MarketEvent.RateScale)
                : Quantity(market.AskQuantity),
            market.Side,
            string.Join(' ', depth));

        decimal Price(long scaled) => Scaled.ToDecimal(scaled, batch.PriceScale);
        decimal Quantity(long scaled) => Scaled.ToDecimal(scaled, batch.QuantityScale);
    }

    /// <summary>The deeper levels, whether the batch holds them or they are read on demand.</summary>
    private static BookLevel[] Levels(MarketBatch batch, in MarketEvent market)
    {
        if (batch.RecordedDepth is not { } recorded)
        {
            return batch.DepthOf(in market).ToArray();
        }

        var index = market.DepthIndex;
        var levels = index < 0 ? [] : Enumerable.Range(0, recorded.Levels).Select(level => new BookLevel
        {
            BidPrice = recorded.Price(isBid: true, index, level),
            BidQuantity = recorded.Quantity(isBid: true, index, level),
            AskPrice = recorded.Price(isBid: false, index, level),
            AskQuantity = recorded.Quantity(isBid: false, index, level),
        }).ToArray();
        return levels is [{ BidPrice: not 0 } or { AskPrice: not 0 }, ..] ? levels : [];
    }
}
