using System.Runtime.CompilerServices;

namespace Trading.Domain.Indicators.Histories;

/// <summary>Prefix integral of a step function, for time-weighted averages over any window by two look-ups.</summary>
internal sealed class IntegralLane(PointRing recent, PointRing old) : Lane<IntegralPoint>(recent, old)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(int slot, int previousSlot, long time, double value, double weight)
    {
        var points = Recent;
        ref var previous = ref points[previousSlot];
        ref var point = ref points[slot];
        double held = time - previous.Time;
        var area = previous.Value * held;
        var sum = previous.Sum + area;

        // Knuth's two-sum: exactly what the addition above lost, whichever operand is larger.
        var added = sum - previous.Sum;
        point.Carry = previous.Carry + (previous.Sum - (sum - added) + (area - added));
        point.Sum = sum;
        point.KnownMs = previous.KnownMs + (previous.Weight * held);
        point.Time = time;
        point.Value = value;
        point.Weight = weight;
    }

    public override void PushUnknown(int slot, int previousSlot, long time) => Push(slot, previousSlot, time, 0, 0);

    /// <summary>T over (start, end]: the mean of the known stretches, NaN when they are less than half of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Average(in IntegralPoint startPoint, long start, in IntegralPoint endPoint, long end, double divisor) =>
        Area(startPoint, start, endPoint, end, divisor, out var known) / known;

    /// <summary>T as a fraction, for those who divide several at once.</summary>
    /// <param name="known">What to divide by: NaN when less than half of the window is known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Area(in IntegralPoint startPoint, long start, in IntegralPoint endPoint, long end, double divisor, out double known)
    {
        double sinceStart = start - startPoint.Time;
        double sinceEnd = end - endPoint.Time;
        var knownMs = endPoint.KnownMs - startPoint.KnownMs + ((endPoint.Weight * sinceEnd) - (startPoint.Weight * sinceStart));
        known = 2 * knownMs >= end - start ? knownMs * divisor : double.NaN;
        return endPoint.Sum - startPoint.Sum + (endPoint.Carry - startPoint.Carry) + ((endPoint.Value * sinceEnd) - (startPoint.Value * sinceStart));
    }
}
