namespace Trading.Domain.Indicators.Histories;

/// <summary>
/// A step function at one of its points: the value that holds from here on, and its integral up to here. Values are scaled integers
/// held as doubles, so that products and sums are exact below 2^53; what a sum loses beyond that is carried in <see cref="Carry"/>.
/// </summary>
internal struct IntegralPoint
{
    public long Time;

    /// <summary>Value from this point on; 0 when unknown.</summary>
    public double Value;

    /// <summary>1 when the value is known from this point on, else 0.</summary>
    public double Weight;

    /// <summary>Integral over the known stretches, value · ms, and the part of it that rounding took.</summary>
    public double Sum;
    public double Carry;

    /// <summary>Milliseconds known so far.</summary>
    public double KnownMs;
}
