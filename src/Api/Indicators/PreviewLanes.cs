using Trading.Api.Problems;

namespace Trading.Api.Indicators;

/// <summary>Computes indicator series for requests, a few at a time and each on a thread of its own: they never hold up other requests.</summary>
internal sealed class PreviewLanes : IDisposable
{
    private const int RunningMax = 2;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _running = new(RunningMax, RunningMax);

    /// <exception cref="RequestRefusedException">Too many at once.</exception>
    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellation)
    {
        if (!await _running.WaitAsync(WaitMax, cancellation))
        {
            throw new RequestRefusedException(Problem.TooMany(WaitMax));
        }

        try
        {
            // A thread of its own, because it computes for seconds and reads segments as it goes.
            return await Task.Factory.StartNew(compute, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();
}
