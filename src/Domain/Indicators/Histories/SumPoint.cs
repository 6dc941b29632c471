namespace Trading.Domain.Indicators.Histories;

/// <summary>A cumulated amount up to and including one point, and the part of it that rounding took.</summary>
internal struct SumPoint
{
    public double Sum;
    public double Carry;

    public static double Between(in SumPoint start, in SumPoint end) => (end.Sum - start.Sum) + (end.Carry - start.Carry);
}
