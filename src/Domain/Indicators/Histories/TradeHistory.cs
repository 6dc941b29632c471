using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Histories;

/// <summary>
/// The trades of a symbol. A step of a replayed candle is a price like any trade's; its volume, and one trade, count at the step
/// that carries the volume, so that a candle is one trade of unknown side.
/// </summary>
internal sealed class TradeHistory : SeriesHistory
{
    private SumLane? _quantity;
    private SumLane? _count;
    private SumLane? _bought;
    private SumLane? _sold;
    private SumLane? _notional;
    private SumLane? _priceSum;
    private SumLane? _priceCount;
    private ExtremeLane? _extremes;

    public TradeHistory() => Price = Join(new IntegralLane(Recent, Old));

    public IntegralLane Price { get; }

    public SumLane Quantity => _quantity ??= Sum();

    /// <summary>Trades with a quantity.</summary>
    public SumLane Count => _count ??= Sum();

    public SumLane Bought => _bought ??= Sum();

    public SumLane Sold => _sold ??= Sum();

    /// <summary>Price times quantity.</summary>
    public SumLane Notional => _notional ??= Sum();

    public SumLane PriceSum => _priceSum ??= Sum();

    /// <summary>Prices seen, the steps of candles included.</summary>
    public SumLane PriceCount => _priceCount ??= Sum();

    public ExtremeLane Extremes => _extremes ??= Join(new ExtremeLane(Recent, Old));

    public void Push(in MarketEvent trade)
    {
        var previous = 0;
        var time = Math.Max(trade.TimeMs, Recent.LastTime);
        var slot = Add(ref previous, time);
        double price = trade.Price;
        double quantity = trade.Quantity;
        Price.Push(slot, previous, time, price, 1);
        _quantity?.Push(slot, previous, quantity);
        _count?.Push(slot, previous, quantity > 0 ? 1 : 0);
        _bought?.Push(slot, previous, trade.Side == TakerSide.Buy ? quantity : 0);
        _sold?.Push(slot, previous, trade.Side == TakerSide.Sell ? quantity : 0);
        _notional?.Push(slot, previous, price * quantity);
        _priceSum?.Push(slot, previous, price);
        _priceCount?.Push(slot, previous, 1);
        _extremes?.Push(slot, price);
    }

    private SumLane Sum() => Join(new SumLane(Recent, Old));
}
