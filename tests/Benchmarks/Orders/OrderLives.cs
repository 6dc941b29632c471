using System.Collections.Concurrent;
using System.Diagnostics;
using Trading.Benchmarks.Silo;
using Trading.Domain.Orders;
using Trading.Grains.Orders;

namespace Trading.Benchmarks.Orders;

/// <summary>Waits for what becomes of orders, by what is written of them.</summary>
internal sealed class OrderLives
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<string, Life> _lives = new(StringComparer.Ordinal);

    public OrderLives(StorageWatch watch) => watch.Writing = (_, state) =>
        state is OrderState { Order: { } order } && _lives.TryGetValue(order.Id, out var life) ? life.Writing(order) : null;

    public int Count => _lives.Count;

    /// <summary>Where the time of an order goes: medians, in milliseconds since it was asked for, of what is done with it in turn.</summary>
    public IEnumerable<(string Step, double Median)> Steps() => _lives.Values
        .SelectMany(life => life.Steps)
        .GroupBy(step => step.Name, StringComparer.Ordinal)
        .Select(group => (group.Key, Median(group.Select(step => step.Ms))))
        .OrderBy(step => step.Item2);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Of an order that is about to be placed: completes when its end was written.</summary>
    public Task OverAsync(string order) => LifeOf(order).Over.Task.WaitAsync(Limit);

    /// <summary>Account, position and journal have everything of every order.</summary>
    public Task ToldAsync() => Task.WhenAll(_lives.Values.Select(life => life.Told.Task)).WaitAsync(Limit);

    public void Note(string order, string step) => LifeOf(order).Note(step);

    private Life LifeOf(string order) => _lives.GetOrAdd(order, _ => new Life());

    private sealed class Life
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly ConcurrentQueue<(string Name, double Ms)> _steps = new();

        public IReadOnlyCollection<(string Name, double Ms)> Steps => _steps;

        public void Note(string step) => _steps.Enqueue((step, Stopwatch.GetElapsedTime(_began).TotalMilliseconds));

        public Action Writing(Order order)
        {
            // What is written after the end is what others have acknowledged.
            var step = order is { IsOver: true, Outbox.IsEmpty: true } ? "told" : $"{order.Status}";
            Note($"{step} is written");
            return () =>
            {
                Note($"{step} is durable");
                Take(order);
            };
        }

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Take(Order written)
        {
            if (written.IsOver)
            {
                Over.TrySetResult();
            }

            if (written is { IsOver: true, Outbox.IsEmpty: true })
            {
                Told.TrySetResult();
            }
        }
    }
}
