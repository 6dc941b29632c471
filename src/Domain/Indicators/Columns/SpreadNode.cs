using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Spread of the newest book: needs no history, only the newest book event as of each row.</summary>
internal sealed class SpreadNode : ColumnNode
{
    protected override void Fill(Block block, Span<double> values)
    {
        var rows = block.BookRow.AsSpan(0, values.Length);
        var (valueRow, value) = (int.MinValue, double.NaN);
        for (var row = 0; row < values.Length; row++)
        {
            if (rows[row] != valueRow)
            {
                valueRow = rows[row];
                value = Of(block, valueRow);
            }

            values[row] = value;
        }
    }

    private static double Of(Block block, int bookRow)
    {
        if (bookRow == Block.BookUnknown)
        {
            return double.NaN;
        }

        ref readonly var book = ref block.Book(bookRow);
        return book.HasTwoSides ? BookHistory.SpreadPctOf(book) : double.NaN;
    }
}
