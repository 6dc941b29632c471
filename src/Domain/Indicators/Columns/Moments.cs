using System.Runtime.InteropServices;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Count, mean and sum of squared deviations; merged by the pairwise formula of Chan, Golub and LeVeque, which has no Σx².</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moments(int Count, double Mean, double SquaredDeviations)
{
    /// <summary>Population standard deviation.</summary>
    public double Sigma => Math.Sqrt(SquaredDeviations / Count);

    public static Moments Of(double value) => new(1, value, 0);

    public static Moments Merge(in Moments left, in Moments right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        var count = left.Count + right.Count;
        var apart = right.Mean - left.Mean;
        return new Moments(
            count,
            left.Mean + (apart * right.Count / count),
            left.SquaredDeviations + right.SquaredDeviations + (apart * apart * left.Count * right.Count / count));
    }
}
