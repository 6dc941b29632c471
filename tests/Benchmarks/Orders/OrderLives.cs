using System.Collections.Concurrent;
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
        state is OrderState { Order: { } order } && _lives.TryGetValue(order.Id, out var life) ? () => life.Take(order) : null;

    public int Count => _lives.Count;

    /// <summary>Of an order that is about to be placed: completes when its end was written.</summary>
    public Task OverAsync(string order) => LifeOf(order).Over.Task.WaitAsync(Limit);

    /// <summary>Account, position and journal have everything of every order.</summary>
    public Task ToldAsync() => Task.WhenAll(_lives.Values.Select(life => life.Told.Task)).WaitAsync(Limit);

    private Life LifeOf(string order) => _lives.GetOrAdd(order, _ => new Life());

    private sealed class Life
    {
        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Take(Order written)
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
