using System.Numerics;

namespace Trading.Domain.Indicators.Columns;

/// <summary>
/// A formula of two columns, for one row and for several at once: the same operations in the same order, so that both give the same
/// bits. A struct, so that the loop over it compiles to plain arithmetic.
/// </summary>
internal interface IFormula
{
    double Of(double x, double y);

    Vector<double> Of(Vector<double> x, Vector<double> y);
}

internal readonly struct Ratio : IFormula
{
    public double Of(double x, double y) => x / y;

    public Vector<double> Of(Vector<double> x, Vector<double> y) => x / y;
}

/// <summary>100·(x−y)/y ÷ <paramref name="divisor"/>.</summary>
internal readonly struct ChangePct(double divisor) : IFormula
{
    public double Of(double x, double y) => 100 * (x - y) / y / divisor;

    public Vector<double> Of(Vector<double> x, Vector<double> y) => new Vector<double>(100) * (x - y) / y / new Vector<double>(divisor);
}

/// <summary>Rates of two windows against each other; unknown when the baseline is not above a minimum.</summary>
internal readonly struct RateRatio(double currentSeconds, double baselineSeconds, double baselineMin) : IFormula
{
    public double Of(double current, double baseline) =>
        baseline > baselineMin ? current / currentSeconds / (baseline / baselineSeconds) : double.NaN;

    public Vector<double> Of(Vector<double> current, Vector<double> baseline) => Known.Where(
        Vector.GreaterThan(baseline, new Vector<double>(baselineMin)),
        current / new Vector<double>(currentSeconds) / (baseline / new Vector<double>(baselineSeconds)));
}

/// <summary>(x−y)/(x+y).</summary>
internal readonly struct Imbalance : IFormula
{
    public double Of(double x, double y) => (x - y) / (x + y);

    public Vector<double> Of(Vector<double> x, Vector<double> y) => (x - y) / (x + y);
}

/// <summary>100·(max−p)/max.</summary>
internal readonly struct DrawdownPct : IFormula
{
    public double Of(double price, double max) => 100 * (max - price) / max;

    public Vector<double> Of(Vector<double> price, Vector<double> max) => new Vector<double>(100) * (max - price) / max;
}

/// <summary>100·(y−x)/y; unknown when y is below a minimum.</summary>
internal readonly struct DrainPct(double baselineMin) : IFormula
{
    public double Of(double current, double baseline) => baseline >= baselineMin ? 100 * (baseline - current) / baseline : double.NaN;

    public Vector<double> Of(Vector<double> current, Vector<double> baseline) => Known.Where(
        Vector.GreaterThanOrEqual(baseline, new Vector<double>(baselineMin)),
        new Vector<double>(100) * (baseline - current) / baseline);
}

internal static class Known
{
    public static Vector<double> Where(Vector<long> known, Vector<double> values) =>
        Vector.ConditionalSelect(known, values, new Vector<double>(double.NaN));
}
