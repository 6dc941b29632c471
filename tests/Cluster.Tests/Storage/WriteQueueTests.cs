using Trading.Domain;
using Trading.Grains.Storage;

namespace Trading.Cluster.Tests.Storage;

public sealed class WriteQueueTests
{
    /// <summary>Every interleaving of turns, writes and a failure up to a depth: what a turn may rely on always holds.</summary>
    [Fact]
    public void No_interleaving_writes_twice_at_a_time_or_calls_durable_what_was_not_written()
    {
        var explored = 0;
        Explore(default, stored: 0, depth: 14);
        Assert.True(explored > 1_000);

        void Explore(WriteQueue queue, long stored, int depth)
        {
            explored++;
            Assert.True(queue.Durable <= stored && stored <= queue.Applied);
            Assert.True(queue.Writing is null || (queue.Writing > queue.Durable && queue.Writing <= queue.Applied));
            Assert.Equal(queue.Durable == queue.Applied, queue.IsSettled);
            if (depth == 0)
            {
                return;
            }

            if (!queue.IsFailed)
            {
                Explore(queue.Apply(), stored, depth - 1);
            }

            if (queue.MayBegin)
            {
                Explore(queue.Begin(), stored, depth - 1);
            }

            if (queue.Writing is { } written)
            {
                Explore(queue.Written(), written, depth - 1);
                Explore(queue.Failed(), stored, depth - 1);
                Explore(queue.Failed(), written, depth - 1);
            }
        }
    }

    [Fact]
    public void After_a_failed_write_nothing_goes_on()
    {
        var failed = default(WriteQueue).Apply().Begin().Failed();

        Assert.False(failed.MayBegin);
        Assert.Throws<InvariantException>(() => failed.Apply());
        Assert.Throws<InvariantException>(() => failed.Begin());
    }

    [Fact]
    public void What_is_applied_during_a_write_goes_with_the_next_one()
    {
        var queue = default(WriteQueue).Apply().Begin().Apply().Written();

        Assert.Equal((2, 1, true), (queue.Applied, queue.Durable, queue.MayBegin));
        Assert.True(queue.Begin().Written().IsSettled);
    }
}
