using System.Numerics;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Divides several rows at once, to the same bits as one by one: a processor divides four in little more time than one.</summary>
internal static class Quotients
{
    public static void Divide(Span<double> values, double divisor)
    {
        var row = 0;
        var divisors = new Vector<double>(divisor);
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            (new Vector<double>(values[row..]) / divisors).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
        {
            values[row] /= divisor;
        }
    }

    /// <param name="divisors">One for each value.</param>
    public static void Divide(Span<double> values, ReadOnlySpan<double> divisors)
    {
        var row = 0;
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            (new Vector<double>(values[row..]) / new Vector<double>(divisors[row..])).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
        {
            values[row] /= divisors[row];
        }
    }
}
