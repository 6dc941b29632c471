using Microsoft.Extensions.Logging;
using Trading.Storage.Waking;

namespace Trading.Grains.Supervision;

/// <summary>
/// Wakes many grains side by side: one that is slow to answer, as while its silo is dead and not yet missed, holds up no other. One that cannot be
/// woken is logged and ends nothing; it is due again in the next round.
/// </summary>
internal sealed class Waker(ILogger<Waker> logger)
{
    private const int AtATime = 16;

    /// <returns>How many could not be woken.</returns>
    public async Task<int> WakeAsync(IEnumerable<SleepingGrain> sleepers, Func<SleepingGrain, Task> touch, CancellationToken cancellation)
    {
        var failed = 0;
        await Parallel.ForEachAsync(
            sleepers, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation }, async (sleeping, _) =>
            {
                try
                {
                    await touch(sleeping);
                }
                catch (Exception failure)
                {
                    Interlocked.Increment(ref failed);
                    logger.WakeFailed(failure, sleeping.State, sleeping.Key);
                }
            });
        return failed;
    }
}
