using Microsoft.Extensions.Logging;
using Trading.Backtest;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Grains.Journal;
using Trading.Grains.LockStep;
using Trading.Grains.Sessions;

namespace Trading.Grains.Runs.LockStep;

/// <summary>
/// Runs a session on paper whose market is replayed: the backtest's clock over the grains of the live path. What a lost grain or silo breaks off is
/// taken up again here; what breaks this process off, the session has another worker take up.
/// </summary>
internal sealed class LockStepRunner(IGrainFactory grains, SessionReports reports, IJournal journal, TimeProvider time, ILogger<LockStepRunner> logger)
{
    private static readonly TimeSpan RetryWait = TimeSpan.FromMilliseconds(500);

    /// <summary>How long attempts may come to no event further than those before: longer than a database takes that has to be restored.</summary>
    private static readonly TimeSpan StandstillMax = TimeSpan.FromMinutes(15);

    /// <param name="open">Opens the recording at its begin.</param>
    /// <returns>What ended the run; null for a stop.</returns>
    public string? Execute(RunOrder order, ReplaySetup setup, Func<IMarketDataReader> open, ReplayControl control, CancellationToken cancellation)
    {
        var (reached, reachedAt) = (-1L, time.GetTimestamp());
        while (true)
        {
            try
            {
                return new LockStepAttempt(order, setup, control, grains, reports, journal, time, cancellation).Run(open());
            }
            catch (Exception failure) when (failure is not InvariantException && !cancellation.IsCancellationRequested)
            {
                if (control.Events > reached)
                {
                    (reached, reachedAt) = (control.Events, time.GetTimestamp());
                }

                logger.LockStepBroken(failure, order.Session.Id, order.Session.Run);
                if (time.GetElapsedTime(reachedAt) > StandstillMax)
                {
                    throw;
                }

                cancellation.WaitHandle.WaitOne(RetryWait);
            }
            finally
            {
                ReplayMoment.Set(null);
            }
        }
    }
}
