using System.Collections.Concurrent;
using Trading.Domain.Orders;

namespace Trading.Cluster.Tests.Desk;

/// <summary>The machine that a desk's orders go by, and what it was woken for.</summary>
internal sealed class DeskMachine
{
    private readonly ConcurrentDictionary<string, int> _ticks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _strayTicks = new(StringComparer.Ordinal);

    /// <summary>The production machine, or one that a test has maimed.</summary>
    public OrderDecider Inner { get; set; } = OrderMachine.Decide;

    /// <summary>How often something woke the order while it was not over.</summary>
    public int TicksOf(string orderId) => _ticks.GetValueOrDefault(orderId);

    /// <summary>How often something woke the order though it was over.</summary>
    public int StrayTicksOf(string orderId) => _strayTicks.GetValueOrDefault(orderId);

    public OrderDecision Decide(Order? order, OrderInput input, OrderProtocol protocol)
    {
        if (input is OrderTick && order is not null)
        {
            (order.IsOver ? _strayTicks : _ticks).AddOrUpdate(order.Id, 1, (_, count) => count + 1);
        }

        return Inner(order, input, protocol);
    }
}
