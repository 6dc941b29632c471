using System.Diagnostics;

namespace Trading.Testing.Hosts;

/// <summary>Asks another process again and again, because it has no way to tell by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="ask">Null while the answer is not yet there.</param>
    /// <param name="wanted">What is waited for, as the failure names it.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, TimeSpan limit, Func<string> wanted)
        where T : class
    {
        var elapsed = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.True(elapsed.Elapsed < limit, $"Not within {limit.TotalSeconds} s: {wanted()}");
            await Task.Delay(Pause);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, TimeSpan limit, Func<string> wanted) =>
        GetAsync(() => Task.FromResult(condition() ? "holds" : null), limit, wanted);
}
