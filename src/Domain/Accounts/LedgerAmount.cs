using System.Numerics;

namespace Trading.Domain.Accounts;

/// <summary>The one rounding of money: 12 decimals, half to even. Everything that a ledger holds went through here.</summary>
public static class LedgerAmount
{
    public const int DecimalsMax = 12;

    // Dividing by a one with 27 zeros strips trailing zeros, so that equal amounts also print equal.
    private const decimal One = 1.000000000000000000000000000m;

    private static readonly BigInteger Unit = BigInteger.Pow(10, DecimalsMax);

    public static decimal Round(decimal amount) =>
        (amount.Scale <= DecimalsMax ? amount : decimal.Round(amount, DecimalsMax, MidpointRounding.ToEven)) / One;

    /// <summary>True when the amount has at most 12 decimals.</summary>
    public static bool IsExact(decimal amount) => Round(amount) == amount;

    /// <summary>
    /// total · part ÷ whole, rounded once: the product is formed in full, because a decimal's 28 digits would round
    /// a large cost times a fine quantity before the division does.
    /// </summary>
    public static decimal Share(decimal total, decimal part, decimal whole)
    {
        if (whole == 0m)
        {
            throw new DivideByZeroException("A share of nothing has no amount.");
        }

        if (part == whole)
        {
            return Round(total);
        }

        var numerator = Mantissa(total) * Mantissa(part) * Unit * BigInteger.Pow(10, whole.Scale);
        var denominator = Mantissa(whole) * BigInteger.Pow(10, total.Scale + part.Scale);
        return FromUnits(DivideHalfEven(numerator, denominator));
    }

    private static BigInteger DivideHalfEven(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0)
        {
            (numerator, denominator) = (-numerator, -denominator);
        }

        var floor = BigInteger.DivRem(numerator, denominator, out var rest);
        if (rest.Sign < 0)
        {
            floor -= 1;
            rest += denominator;
        }

        var twice = (rest * 2).CompareTo(denominator);
        return twice > 0 || (twice == 0 && !floor.IsEven) ? floor + 1 : floor;
    }

    private static BigInteger Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[3] < 0 ? -magnitude : magnitude;
    }

    private static decimal FromUnits(BigInteger units)
    {
        var whole = BigInteger.DivRem(units, Unit, out var fraction);
        return ((decimal)whole + new decimal((int)((ulong)BigInteger.Abs(fraction) & 0xFFFFFFFF), (int)((ulong)BigInteger.Abs(fraction) >> 32), 0, fraction.Sign < 0, DecimalsMax)) / One;
    }
}
