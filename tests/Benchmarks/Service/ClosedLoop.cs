using System.Diagnostics;

namespace Trading.Benchmarks.Service;

/// <summary>Clients that ask again as soon as they are answered, for a while.</summary>
/// <param name="LatenciesMs">Of every call, sorted.</param>
internal sealed record ClosedLoop(double[] LatenciesMs, TimeSpan Elapsed)
{
    public double PerSecond => LatenciesMs.Length / Elapsed.TotalSeconds;

    public static Task<ClosedLoop> RunAsync(int clients, TimeSpan duration, Func<Task> call) => RunAsync(clients, duration, _ => call());

    /// <param name="call">Of a client by its number, from 0.</param>
    public static async Task<ClosedLoop> RunAsync(int clients, TimeSpan duration, Func<int, Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var asked = Stopwatch.GetTimestamp();
                await call(client);
                own.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return own;
        })));
        return new ClosedLoop([.. latencies.SelectMany(own => own).Order()], Stopwatch.GetElapsedTime(started));
    }

    /// <param name="percent">0–100.</param>
    public double Percentile(double percent) => LatenciesMs[Math.Min(LatenciesMs.Length - 1, (int)(LatenciesMs.Length * percent / 100))];
}
