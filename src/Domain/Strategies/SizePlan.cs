using System.Collections.Immutable;

namespace Trading.Domain.Strategies;

/// <summary>How large an entry is.</summary>
/// <param name="Value">Base units, quote units or percent of equity, by <paramref name="Type"/>.</param>
/// <param name="Scale">A factor on the quantity before rounding; null for 1.</param>
public sealed record SizePlan(SizeType Type, decimal Value, SizeScale? Scale);

public enum SizeType : byte
{
    /// <summary>Base units.</summary>
    Quantity = 0,

    /// <summary>Quote units.</summary>
    Notional = 1,

    /// <summary>The notional is this percent of equity at the decision.</summary>
    EquityPct = 2,

    /// <summary>The loss at the stop, fees included, is this percent of equity.</summary>
    RiskPct = 3,
}

/// <param name="By">Name of the indicator that the factor follows.</param>
/// <param name="Points">Indicator value and factor, values rising; linear between, clamped outside.</param>
public sealed record SizeScale(string By, ImmutableArray<ScalePoint> Points)
{
    /// <returns>NaN when the indicator is unknown.</returns>
    public double FactorAt(double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        for (var i = 0; i < Points.Length; i++)
        {
            if (value <= Points[i].Value)
            {
                return i == 0 ? Points[0].Factor : Between(Points[i - 1], Points[i], value);
            }
        }

        return Points[^1].Factor;
    }

    private static double Between(ScalePoint low, ScalePoint high, double value) =>
        low.Factor + ((high.Factor - low.Factor) * ((value - low.Value) / (high.Value - low.Value)));
}

public readonly record struct ScalePoint(double Value, double Factor);
