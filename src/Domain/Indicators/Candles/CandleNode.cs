using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Candles;

/// <summary>A value on closed candles: changes at a close and holds until the next.</summary>
internal sealed class CandleNode : ColumnNode
{
    private readonly CandleSeries _series;
    private readonly CandleStudy _study;
    private readonly double[] _afterClose = new double[IndicatorSet.BlockSizeMax];
    private double _before = double.NaN;
    private double _value = double.NaN;
    private long _closed;
    private long _gapUntil;

    public CandleNode(CandleSeries series, CandleStudy study)
    {
        (_series, _study) = (series, study);
        series.Join(this);
    }

    /// <summary>Share of the candles needed that have closed, 0–100.</summary>
    public double WarmupPct => 100.0 * Math.Min(_closed, _study.CandlesNeeded) / _study.CandlesNeeded;

    public void BeginBlock() => _before = _value;

    public void Take(in ClosedCandle candle, int closeIndex)
    {
        _closed++;
        var value = _study.Take(candle);
        _value = _closed >= _gapUntil ? value : double.NaN;
        _afterClose[closeIndex] = _value;
    }

    /// <summary>The candle with the gap must leave the last <see cref="CandleStudy.CandlesNeeded"/> before the value is trusted again.</summary>
    public void MarkGap() => _gapUntil = _closed + 1 + _study.CandlesNeeded;

    protected override void Fill(Block block, Span<double> values)
    {
        var (from, value) = (0, _before);
        var rows = _series.CloseRows;
        for (var index = 0; index < rows.Length; index++)
        {
            values[from..rows[index]].Fill(value);
            (from, value) = (rows[index], _afterClose[index]);
        }

        values[from..].Fill(value);
    }
}
