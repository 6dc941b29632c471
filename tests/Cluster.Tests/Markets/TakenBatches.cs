using System.Collections.Concurrent;
using System.Diagnostics;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Cluster.Tests.Markets;

/// <summary>Hears what instances are given.</summary>
internal sealed class TakenBatches : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(int Count, string Trace)>> _first = new(StringComparer.Ordinal);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IStrategyGrain && context.MethodName is nameof(IStrategyGrain.Take) && context.Request.GetArgument(1) is MarketBatch batch)
        {
            Of(context.TargetId.Key.ToString()!).TrySetResult((batch.Count, $"{Activity.Current?.TraceId}"));
        }

        return context.Invoke();
    }

    /// <returns>Events of the first batch that the instance is given, and the trace that this is part of, once it is.</returns>
    public Task<(int Count, string Trace)> FirstAsync(string instance) => Of(instance).Task;

    private TaskCompletionSource<(int Count, string Trace)> Of(string instance) =>
        _first.GetOrAdd(instance, _ => new TaskCompletionSource<(int Count, string Trace)>(TaskCreationOptions.RunContinuationsAsynchronously));
}
