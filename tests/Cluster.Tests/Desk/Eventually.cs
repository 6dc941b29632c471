namespace Trading.Cluster.Tests.Desk;

/// <summary>
/// For what nobody announces, such as an outbox that ran empty: the desk's clock goes on step by step, so that repetitions come due,
/// until it holds. Bounded by that clock, not by the machine's.
/// </summary>
internal static class Eventually
{
    private const int StepsMax = 400;
    private const int LooksPerStep = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    public static async Task Holds(OrderDesk desk, Func<Task<bool>> condition)
    {
        for (var step = 0; step < StepsMax; step++)
        {
            // Each look is an answer of the cluster, so that its turns go on meanwhile and a busy machine is not overtaken by the clock.
            for (var look = 0; look < LooksPerStep; look++)
            {
                if (await condition())
                {
                    return;
                }
            }

            desk.Clock.Advance(Step);
        }

        Assert.Fail($"It did not hold within {StepsMax * Step}.");
    }
}
