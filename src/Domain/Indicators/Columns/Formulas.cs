namespace Trading.Domain.Indicators.Columns;

/// <summary>A formula of two columns. A struct, so that the loop over it compiles to plain arithmetic.</summary>
internal interface IFormula
{
    double Of(double x, double y);
}

internal readonly struct Ratio : IFormula
{
    public double Of(double x, double y) => x / y;
}

/// <summary>100·(x−y)/y ÷ <paramref name="divisor"/>.</summary>
internal readonly struct ChangePct(double divisor) : IFormula
{
    public double Of(double x, double y) => 100 * (x - y) / y / divisor;
}

/// <summary>Rates of two windows against each other; unknown when the baseline is not above a minimum.</summary>
internal readonly struct RateRatio(double currentSeconds, double baselineSeconds, double baselineMin) : IFormula
{
    public double Of(double current, double baseline) =>
        baseline > baselineMin ? current / currentSeconds / (baseline / baselineSeconds) : double.NaN;
}

/// <summary>(x−y)/(x+y).</summary>
internal readonly struct Imbalance : IFormula
{
    public double Of(double x, double y) => (x - y) / (x + y);
}

/// <summary>100·(max−p)/max.</summary>
internal readonly struct DrawdownPct : IFormula
{
    public double Of(double price, double max) => 100 * (max - price) / max;
}

/// <summary>100·(y−x)/y; unknown when y is below a minimum.</summary>
internal readonly struct DrainPct(double baselineMin) : IFormula
{
    public double Of(double current, double baseline) => baseline >= baselineMin ? 100 * (baseline - current) / baseline : double.NaN;
}
