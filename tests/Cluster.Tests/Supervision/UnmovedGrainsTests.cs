using Trading.Grains.Supervision;
using Trading.Storage.Waking;

namespace Trading.Cluster.Tests.Supervision;

public sealed class UnmovedGrainsTests
{
    private static readonly SleepingGrain Order = new("order", "ord-a", 3);
    private static readonly SleepingGrain Position = new("position", "pos-a", 3);

    [Fact]
    public void Grain_that_stays_due_at_one_version_is_named_after_one_round_then_ever_more_seldom()
    {
        var grains = new UnmovedGrains();
        var named = new List<int>();

        for (var round = 0; round < 16; round++)
        {
            if (grains.Of([Order]).Count > 0)
            {
                named.Add(round);
            }
        }

        Assert.Equal([1, 3, 7, 15], named);
    }

    [Fact]
    public void Grain_that_is_written_or_was_not_due_for_a_round_has_moved()
    {
        var grains = new UnmovedGrains();
        Assert.Empty(grains.Of([Order, Position]));

        Assert.Equal([Position], grains.Of([Order with { Version = 4 }, Position]));
        Assert.Empty(grains.Of([]));
        Assert.Empty(grains.Of([Order with { Version = 4 }, Position]));
        Assert.Equal([Order with { Version = 4 }, Position], grains.Of([Order with { Version = 4 }, Position]));
    }
}
