namespace Trading.Domain.Indicators.Columns;

/// <summary>A quantity that some indicator needs, one value for each event of the block, computed when it is first asked for.</summary>
internal abstract class ColumnNode
{
    private readonly double[] _values = new double[IndicatorSet.BlockSizeMax];
    private long _filledBlock;

    public ReadOnlySpan<double> Get(Block block)
    {
        var values = _values.AsSpan(0, block.Count);
        if (_filledBlock != block.Number)
        {
            Fill(block, values);
            _filledBlock = block.Number;
        }

        return values;
    }

    protected bool IsFilled(Block block) => _filledBlock == block.Number;

    protected abstract void Fill(Block block, Span<double> values);
}
