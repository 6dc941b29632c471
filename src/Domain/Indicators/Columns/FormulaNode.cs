namespace Trading.Domain.Indicators.Columns;

/// <summary>A formula over two other columns.</summary>
internal sealed class FormulaNode<TFormula>(ColumnNode x, ColumnNode y, TFormula formula) : ColumnNode
    where TFormula : struct, IFormula
{
    protected override void Fill(Block block, Span<double> values)
    {
        var left = x.Get(block);
        var right = y.Get(block);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = formula.Of(left[row], right[row]);
        }
    }
}
