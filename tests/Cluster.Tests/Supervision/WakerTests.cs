using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Trading.Grains.Supervision;
using Trading.Storage.Waking;

namespace Trading.Cluster.Tests.Supervision;

public sealed class WakerTests
{
    private static readonly SleepingGrain[] Sleepers = [.. Enumerable.Range(0, 100).Select(number => new SleepingGrain("session", $"ses-{number}", Version: 1))];

    private readonly ConcurrentDictionary<string, int> _touched = new(StringComparer.Ordinal);
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task Ones_that_cannot_be_woken_are_logged_each_and_keep_no_other_asleep()
    {
        var failed = await WakeAsync(sleeping => sleeping.Key is "ses-0" or "ses-50" ? throw new TimeoutException($"{sleeping.Key} does not answer.") : Task.CompletedTask);

        Assert.Equal(Sleepers.Select(sleeping => sleeping.Key).Order(StringComparer.Ordinal), _touched.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, failed);
        Assert.Equal(["ses-0 does not answer.", "ses-50 does not answer."], _log.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_is_slow_to_answer_holds_up_no_other()
    {
        var answer = new TaskCompletionSource();
        var others = new CountdownEvent(Sleepers.Length - 1);

        var waking = WakeAsync(sleeping =>
        {
            if (sleeping.Key is "ses-0")
            {
                return answer.Task;
            }

            others.Signal();
            return Task.CompletedTask;
        });

        Assert.True(others.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), $"{others.CurrentCount} wait for the slow one.");
        Assert.False(waking.IsCompleted);
        answer.SetResult();
        await waking;
    }

    private Task<int> WakeAsync(Func<SleepingGrain, Task> touch) => new Waker(_log).WakeAsync(
        Sleepers,
        sleeping =>
        {
            _touched.AddOrUpdate(sleeping.Key, 1, (_, count) => count + 1);
            return touch(sleeping);
        },
        TestContext.Current.CancellationToken);

    private sealed class CapturedLog : ILogger<Waker>
    {
        public ConcurrentQueue<string> Failures { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Failures.Enqueue(exception!.Message);
    }
}
