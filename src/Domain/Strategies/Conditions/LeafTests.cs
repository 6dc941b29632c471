using System.Runtime.Intrinsics;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>One comparison, for a value and for four at once; both forms of one rule. Values and bounds are finite.</summary>
/// <remarks><c>Distance</c> is how far the value is from making the leaf true, 0 when it does.</remarks>
internal interface ILeafTest
{
    static abstract bool IsTrue(double value, double low, double high);

    static abstract Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high);

    static abstract double Distance(double value, double low, double high);

    static abstract Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high);
}

internal readonly struct AboveTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value > low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) => Vector256.GreaterThan(value, low);

    public static double Distance(double value, double low, double high) => Math.Max(low - value, 0d);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.Max(low - value, Vector256<double>.Zero);
}

internal readonly struct AtLeastTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value >= low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.GreaterThanOrEqual(value, low);

    public static double Distance(double value, double low, double high) => AboveTest.Distance(value, low, high);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        AboveTest.Distance(value, low, high);
}

internal readonly struct BelowTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value < low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) => Vector256.LessThan(value, low);

    public static double Distance(double value, double low, double high) => Math.Max(value - low, 0d);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.Max(value - low, Vector256<double>.Zero);
}

internal readonly struct AtMostTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value <= low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.LessThanOrEqual(value, low);

    public static double Distance(double value, double low, double high) => BelowTest.Distance(value, low, high);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        BelowTest.Distance(value, low, high);
}

internal readonly struct EqualToTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value == low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) => Vector256.Equals(value, low);

    public static double Distance(double value, double low, double high) => Math.Abs(value - low);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) => Vector256.Abs(value - low);
}

internal readonly struct NotEqualToTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value != low;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) => ~Vector256.Equals(value, low);

    public static double Distance(double value, double low, double high) => 0d;

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) => Vector256<double>.Zero;
}

internal readonly struct BetweenTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value >= low && value <= high;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.GreaterThanOrEqual(value, low) & Vector256.LessThanOrEqual(value, high);

    public static double Distance(double value, double low, double high) => Math.Max(Math.Max(low - value, value - high), 0d);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.Max(Vector256.Max(low - value, value - high), Vector256<double>.Zero);
}

internal readonly struct OutsideTest : ILeafTest
{
    public static bool IsTrue(double value, double low, double high) => value < low || value > high;

    public static Vector256<double> IsTrue(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.LessThan(value, low) | Vector256.GreaterThan(value, high);

    public static double Distance(double value, double low, double high) => Math.Max(Math.Min(value - low, high - value), 0d);

    public static Vector256<double> Distance(Vector256<double> value, Vector256<double> low, Vector256<double> high) =>
        Vector256.Max(Vector256.Min(value - low, high - value), Vector256<double>.Zero);
}
