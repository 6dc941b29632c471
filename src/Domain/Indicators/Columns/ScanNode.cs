using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Columns;

/// <summary>A last value that is folded over every event.</summary>
internal abstract class ScanNode : ColumnNode, IBlockwise
{
    public void FinishBlock(Block block)
    {
        if (IsFilled(block))
        {
            return;
        }

        foreach (ref readonly var market in block.Events)
        {
            Apply(market);
        }
    }

    public void AdvanceTo(long until, long nextNow)
    {
        // A last value does not change with time alone.
    }

    protected override void Fill(Block block, Span<double> values)
    {
        var events = block.Events;
        for (var row = 0; row < events.Length; row++)
        {
            Apply(events[row]);
            values[row] = Value;
        }
    }

    protected abstract double Value { get; }

    protected abstract void Apply(in MarketEvent market);
}

/// <summary>The mark, by the one rule of <see cref="MarkSource"/>.</summary>
internal sealed class MarkPriceNode(MarkSeries expected, int priceScale) : ScanNode
{
    private MarkSource _mark = new(expected);
    private double _value = double.NaN;

    protected override double Value => _value;

    protected override void Apply(in MarketEvent market)
    {
        if (_mark.Apply(market))
        {
            _value = _mark.ToIndicatorInput(priceScale);
        }
    }
}

/// <summary>The index price that came with the newest mark that had one.</summary>
internal sealed class IndexPriceNode(int priceScale) : ScanNode
{
    private double _value = double.NaN;

    protected override double Value => _value;

    protected override void Apply(in MarketEvent market)
    {
        if (market.Kind == MarketEventKind.Gap)
        {
            _value = double.NaN;
        }
        else if (market.Kind == MarketEventKind.Mark && market.AskPrice > 0)
        {
            _value = Scaled.ToIndicatorInput(market.AskPrice, priceScale);
        }
    }
}

/// <summary>The newest funding rate, from the mark series or from a payment; unknown for as long as there is no mark series.</summary>
internal sealed class FundingRateNode : ScanNode
{
    private bool _hasMarkSeries;
    private double _rate = double.NaN;

    protected override double Value => _hasMarkSeries ? _rate : double.NaN;

    protected override void Apply(in MarketEvent market)
    {
        switch (market.Kind)
        {
            case MarketEventKind.Gap:
                _rate = double.NaN;
                break;
            case MarketEventKind.Funding:
                _rate = Scaled.ToIndicatorInput(market.Quantity, MarketEvent.RateScale);
                break;
            case MarketEventKind.Mark:
                _hasMarkSeries = true;
                _rate = market.AskQuantity == MarketEvent.None ? _rate : Scaled.ToIndicatorInput(market.AskQuantity, MarketEvent.RateScale);
                break;
            default:
                break;
        }
    }
}
