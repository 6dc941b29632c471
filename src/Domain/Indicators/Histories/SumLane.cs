using System.Runtime.CompilerServices;

namespace Trading.Domain.Indicators.Histories;

/// <summary>Prefix sum of an amount that each event adds.</summary>
internal sealed class SumLane(PointRing recent, PointRing old) : Lane<SumPoint>(recent, old)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(int slot, int previousSlot, double amount)
    {
        var points = Recent;
        ref var previous = ref points[previousSlot];
        ref var point = ref points[slot];
        var sum = previous.Sum + amount;
        var added = sum - previous.Sum;
        point.Carry = previous.Carry + (previous.Sum - (sum - added) + (amount - added));
        point.Sum = sum;
    }

    public override void PushUnknown(int slot, int previousSlot, long time) => Push(slot, previousSlot, 0);
}
