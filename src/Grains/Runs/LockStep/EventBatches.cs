using Trading.Domain.MarketData;

namespace Trading.Grains.Runs.LockStep;

/// <summary>Events cut out of their batch and joined again, with the book levels that belong to them and no others.</summary>
internal static class EventBatches
{
    public static MarketBatch Of(MarketBatch batch, in MarketEvent market)
    {
        var depth = batch.DepthOf(in market).ToArray();
        return With(batch, [market with { DepthIndex = depth.Length == 0 ? -1 : 0 }], depth);
    }

    /// <param name="parts">Of one symbol, in order; at least one.</param>
    public static MarketBatch Join(IReadOnlyList<MarketBatch> parts)
    {
        var events = new List<MarketEvent>(parts.Count);
        var depth = new List<BookLevel>();
        foreach (var part in parts)
        {
            foreach (ref readonly var market in part.Events)
            {
                events.Add(market.DepthIndex < 0 ? market : market with { DepthIndex = depth.Count });
                depth.AddRange(part.DepthOf(in market));
            }
        }

        return With(parts[0], [.. events], [.. depth]);
    }

    private static MarketBatch With(MarketBatch model, MarketEvent[] events, BookLevel[] depth) =>
        new(model.Symbol, model.PriceScale, model.QuantityScale, events, events.Length, depth, model.DepthLevels);
}
