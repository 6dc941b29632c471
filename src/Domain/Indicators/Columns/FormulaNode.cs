using System.Numerics;

namespace Trading.Domain.Indicators.Columns;

/// <summary>A formula over two other columns.</summary>
internal sealed class FormulaNode<TFormula>(ColumnNode x, ColumnNode y, TFormula formula) : ColumnNode
    where TFormula : struct, IFormula
{
    protected override void Fill(Block block, Span<double> values)
    {
        var left = x.Get(block);
        var right = y.Get(block);
        var row = 0;
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            formula.Of(new Vector<double>(left[row..]), new Vector<double>(right[row..])).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
        {
            values[row] = formula.Of(left[row], right[row]);
        }
    }
}
