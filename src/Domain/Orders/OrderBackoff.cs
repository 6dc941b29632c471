namespace Trading.Domain.Orders;

/// <summary>Waits double with each failure up to a bound. The jitter comes from the order's id, so that equal histories wait equally.</summary>
internal static class OrderBackoff
{
    private const int DoublingsMax = 20;
    private const uint FnvOffset = 2_166_136_261;
    private const uint FnvPrime = 16_777_619;

    public static TimeSpan Delay(Order order, OrderProtocol protocol)
    {
        var doubled = protocol.RetryDelayMin.Ticks * (double)(1L << Math.Min(order.Failures, DoublingsMax));
        var delay = Math.Min(doubled, protocol.RetryDelayMax.Ticks);

        // Between three quarters and the whole, so that orders that failed together do not come back together.
        return TimeSpan.FromTicks((long)(delay * (0.75 + (0.25 * Share(order.Id, order.Failures)))));
    }

    private static double Share(string id, int failures)
    {
        var hash = FnvOffset;
        foreach (var character in id)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        return ((hash ^ (uint)failures) * FnvPrime) / (double)uint.MaxValue;
    }
}
