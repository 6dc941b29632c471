using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;

namespace Trading.Cluster.Tests.Desk;

/// <summary>Writes down which grain awaits which, and refuses what the design does not list.</summary>
internal sealed class AwaitedEdges : IOutgoingGrainCallFilter
{
    /// <summary>
    /// Awaited edges between grains, and no others (architecture: Calls). All else flows one-way. An instance asks its market for the past
    /// that it warms up from; the market awaits it meanwhile between its turns, so neither waits for the other.
    /// </summary>
    private static readonly HashSet<(string From, string To)> Allowed =
    [
        ("session", "account"), ("session", "market"), ("session", "strategy"), ("session", "position"), ("session", "order"), ("session", "venue"),
        ("session", "strategy-catalogue"), ("session", "strategy-versions"), ("session", "dataset"), ("market", "venue"), ("market", "position"),
        ("market", "account"), ("market", "strategy"), ("strategy", "account"), ("strategy", "order"), ("strategy", "market"), ("order", "venue"), ("user", "user-directory"),
    ];

    private readonly ConcurrentDictionary<(string From, string To, string Method), int> _seen = new();

    /// <summary>Every edge that was awaited, with the method.</summary>
    public IReadOnlyCollection<(string From, string To, string Method)> Seen => [.. _seen.Keys];

    /// <summary>Those that the design does not list.</summary>
    public IReadOnlyCollection<(string From, string To, string Method)> Strangers =>
        [.. _seen.Keys.Where(edge => !Allowed.Contains((edge.From, edge.To)))];

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.SourceId is { } source && IsOurs(context) && context.InterfaceMethod.GetCustomAttribute<OneWayAttribute>() is null)
        {
            var edge = (source.Type.ToString()!, context.TargetId.Type.ToString()!);
            _seen[(edge.Item1, edge.Item2, context.MethodName)] = 1;
            if (!Allowed.Contains(edge))
            {
                throw new InvalidOperationException($"{edge.Item1} awaits {edge.Item2}.{context.MethodName}, which no design lists.");
            }
        }

        return context.Invoke();
    }

    // Orleans' own grains (reminders, management) and clients are no part of the design; nor is a call from a client, which has no grain type of ours.
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.SourceContext?.GrainInstance?.GetType().Assembly.GetName().Name == "Trading.Grains"
        && context.InterfaceMethod.DeclaringType?.Assembly.GetName().Name == "Trading.Grains.Abstractions";
}
