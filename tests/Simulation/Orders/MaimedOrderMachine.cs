using Trading.Domain.Orders;

namespace Trading.Simulation.Orders;

/// <summary>The production machine without one kind of its effects: whoever interprets it is found out, here and on a cluster.</summary>
internal static class MaimedOrderMachine
{
    public static OrderDecider Without(EffectKind kind) => (order, input, protocol) =>
    {
        var decision = OrderMachine.Decide(order, input, protocol);
        return decision with { Effects = decision.Effects.RemoveAll(effect => EffectKinds.Of(effect) == kind) };
    };
}
