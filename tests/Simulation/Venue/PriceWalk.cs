using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Simulation.Time;

namespace Trading.Simulation.Venue;

/// <summary>A symbol's market: a random walk of book tops and trades. Prices have 2 decimals, quantities 3.</summary>
internal sealed class PriceWalk(Symbol symbol, Dice dice, long mid)
{
    public const int PriceScale = 2;
    public const int QuantityScale = 3;

    private const long MidMin = 2_000;
    private const long MidMax = 50_000;
    private const int StepPerMille = 2;

    private readonly MarketEvent[] _event = new MarketEvent[1];
    private MarketBatch? _batch;

    public MarketBatch Batch => _batch ??= new MarketBatch(symbol, PriceScale, QuantityScale, _event, 1);

    /// <summary>Scaled.</summary>
    public long Mid { get; private set; } = mid;

    public decimal Mark => Mid / 100m;

    public decimal Bid => (Mid - 1) / 100m;

    public decimal Ask => (Mid + 1) / 100m;

    public MarketEvent Book(long atMs)
    {
        var step = Mid * StepPerMille / 1_000;
        Mid = Math.Clamp(Mid + dice.Between(-step, step), MidMin, MidMax);
        return new MarketEvent
        {
            TimeMs = atMs,
            Kind = MarketEventKind.Book,
            Price = Mid - 1,
            Quantity = dice.Between(1_000, 30_000),
            AskPrice = Mid + 1,
            AskQuantity = dice.Between(1_000, 30_000),
            DepthIndex = -1,
        };
    }

    public MarketEvent Trade(long atMs)
    {
        var isBuy = dice.OneIn(2);
        return new MarketEvent
        {
            TimeMs = atMs,
            Kind = MarketEventKind.Trade,
            Price = isBuy ? Mid + 1 : Mid - 1,
            Quantity = dice.Between(100, 8_000),
            Side = isBuy ? TakerSide.Buy : TakerSide.Sell,
            DepthIndex = -1,
        };
    }

    /// <summary>The next book stands there.</summary>
    public void Jump(long mid) => Mid = Math.Clamp(mid, MidMin, MidMax);
}
