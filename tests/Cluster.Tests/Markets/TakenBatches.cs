using System.Collections.Concurrent;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Cluster.Tests.Markets;

/// <summary>Hears what instances are given.</summary>
internal sealed class TakenBatches : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _first = new(StringComparer.Ordinal);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IStrategyGrain && context.MethodName is nameof(IStrategyGrain.Take) && context.Request.GetArgument(1) is MarketBatch batch)
        {
            Of(context.TargetId.Key.ToString()!).TrySetResult(batch.Count);
        }

        return context.Invoke();
    }

    /// <returns>Events of the first batch that the instance is given, once it is.</returns>
    public Task<int> FirstAsync(string instance) => Of(instance).Task;

    private TaskCompletionSource<int> Of(string instance) =>
        _first.GetOrAdd(instance, _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously));
}
