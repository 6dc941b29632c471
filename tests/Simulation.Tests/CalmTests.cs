using Trading.Domain.Orders;
using Trading.Simulation.Checking;

namespace Trading.Simulation.Tests;

public sealed class CalmTests
{
    public static TheoryData<ulong> Seeds => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void When_nothing_goes_wrong_nothing_is_asked_twice_and_an_order_takes_at_most_eight_writes(ulong seed)
    {
        var run = SeededRun.Of(seed, Worlds.Calm);

        Assert.Empty(run.Violations);
        Assert.Empty(CalmChecker.Check(run.Evidence));
        Assert.True(run.Orders > 50);
    }

    [Fact]
    public void A_venue_that_ends_trigger_orders_itself_gets_them_renewed()
    {
        var run = SeededRun.Of(1, Worlds.ShortLived);

        Assert.Empty(CalmChecker.Check(run.Evidence, Worlds.RenewalMs));
        Assert.Contains(run.Evidence.Journal, line => line.Event == nameof(OrderRenewalDue));
    }

    [Fact]
    public void No_sweep_is_needed_while_the_process_lives()
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            Assert.Empty(SeededRun.Of(seed, Worlds.CalmWithoutSweep).Violations);
            Assert.Empty(SeededRun.Of(seed, Worlds.LossyWithoutSweep).Violations);
        }
    }
}
