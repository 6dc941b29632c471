using Trading.Backtest.Clock;
using Trading.Backtest.Feeds;
using Trading.Domain;
using Trading.Domain.Indicators;
using Trading.Domain.Positions;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest;

/// <summary>One symbol of a backtest: its indicators, the instances that read them, and its position.</summary>
internal sealed class ReplaySymbol : ReplayStream
{
    private readonly IndicatorSet _indicators;
    private readonly SimulatedVenue _venue;
    private readonly int _venueIndex;
    private MarkRange _marks;
    private PositionView _positionView;

    public ReplaySymbol(int index, string positionId, ReplayMarket market, SymbolFeed feed, IndicatorSet indicators, SimulatedVenue venue)
        : base(index, market, feed)
    {
        (_indicators, _venue, _venueIndex) = (indicators, venue, venue.IndexOf(market.Instrument.Symbol));
        Position = Position.Flat(positionId, market.Instrument.Symbol);
        TakesLowFirst = candle => _venue.TakesLowFirst(_venueIndex, candle);
    }

    public List<ReplayInstance> Instances { get; } = [];

    /// <summary>As of its last event. Marks run ahead of it: see <see cref="PositionAtMark"/>.</summary>
    public Position Position { get; private set; }

    /// <summary>Where results of the open position are attributed to; null when flat.</summary>
    public int? OwnerCell => Position.Open is { } open ? CellOf(open.Owner) : null;

    /// <summary>What instances see; the division that makes the entry price is done once a change.</summary>
    public PositionView PositionView => Position.IsFlat
        ? _positionView with { Mark = View.Mark }
        : _positionView with { Mark = _marks.Mark, HighestMark = _marks.Highest, LowestMark = _marks.Lowest };

    /// <inheritdoc/>
    public override void SkipTo(int cursor, List<Domain.Exchanges.VenueReport> reports)
    {
        var (from, count) = (Cursor, cursor - Cursor);
        if (count == 0)
        {
            return;
        }

        base.SkipTo(cursor, reports);
        _venue.Observe(_venueIndex, Block.Batch, Block.Offset + from, count, reports);
    }

    /// <inheritdoc/>
    public override int NextEvaluation()
    {
        var next = Block.Count;
        foreach (var instance in Instances)
        {
            next = Math.Min(next, instance.NextEvent(Cursor));
        }

        return next;
    }

    public int? CellOf(PositionOwner owner)
    {
        foreach (var instance in Instances)
        {
            if (string.Equals(instance.Identity.Key, owner.Instance, StringComparison.Ordinal))
            {
                return instance.Cell;
            }
        }

        return null;
    }

    /// <summary>The position with every mark that it has seen.</summary>
    public Position PositionAtMark() => Position with { Marks = Position.IsFlat ? _marks.With(View.Mark) : _marks };

    public void Change(Position position)
    {
        Position = position;
        _marks = position.Marks;
        _positionView = position.ToView();
    }

    /// <inheritdoc/>
    public override void Take()
    {
        if (View.Take(Block.Batch, in Next) && !Position.IsFlat)
        {
            _marks = _marks.With(View.Mark);
        }
    }

    public void Advance(List<Domain.Exchanges.VenueReport> reports) => _venue.Advance(_venueIndex, Block.Batch, in Next, reports);

    public void BeginBlock(decimal dayStartEquity)
    {
        foreach (var instance in Instances)
        {
            instance.BeginBlock(Block, _indicators, dayStartEquity);
        }
    }

    /// <inheritdoc/>
    public override int EndBlock()
    {
        foreach (var instance in Instances)
        {
            instance.EndBlock();
        }

        return base.EndBlock();
    }

    /// <summary>Smallest warm-up of the indicators that an instance reads, 0–100.</summary>
    public double WarmupPct(ReplayInstance instance)
    {
        var warmup = 100d;
        foreach (var spec in instance.Strategy.Compiled.Indicators)
        {
            warmup = Math.Min(warmup, _indicators.WarmupPct(SlotOf(spec)));
        }

        return warmup;
    }

    /// <summary>Where an indicator stands in the symbol's columns.</summary>
    public int SlotOf(IndicatorSpec spec)
    {
        for (var slot = 0; slot < _indicators.Specs.Count; slot++)
        {
            if (_indicators.Specs[slot].Equals(spec))
            {
                return slot;
            }
        }

        throw new InvariantException($"{Symbol}: indicator {spec} was not built.");
    }

    /// <inheritdoc/>
    protected override void LeaveBatch() => _indicators.KeepBlock();

    /// <inheritdoc/>
    protected override void Append() => _indicators.Append(Block.Batch, Block.Offset, Block.Count);
}
