using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Positions;

/// <summary>
/// The resting protective orders of one position: one leg for the stop, one for a target set by hand. The durable part;
/// <see cref="ProtectionMachine"/> decides.
/// </summary>
/// <param name="Plan">In force for this round trip.</param>
/// <param name="RoundTripNumber">The round trip that plan and ordinals belong to.</param>
[GenerateSerializer, Immutable, Alias("protection")]
public sealed record Protection(
    [property: Id(0)] ProtectionPlan Plan,
    [property: Id(1)] long RoundTripNumber,
    [property: Id(2)] ProtectionLeg Stop,
    [property: Id(3)] ProtectionLeg Target)
{
    public static Protection None { get; } = new(ProtectionPlan.None, 0, ProtectionLeg.Empty, ProtectionLeg.Empty);

    /// <summary>So many refusals in a row that nothing more is asked for until the position changes.</summary>
    [JsonIgnore]
    public bool IsGivenUp => Stop.Refusals >= ProtectionMachine.RefusalsMax || Target.Refusals >= ProtectionMachine.RefusalsMax;

    /// <summary>True while an order of either leg may still live at the venue.</summary>
    [JsonIgnore]
    public bool HasOrders => !Stop.Orders.IsEmpty || !Target.Orders.IsEmpty;
}
