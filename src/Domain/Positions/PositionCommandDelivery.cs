using Orleans;

namespace Trading.Domain.Positions;

/// <summary>An account's wish that a position be closed at market, in the account's outbox. Safe to repeat.</summary>
/// <param name="Account">Key of the account; the acknowledgement goes there.</param>
/// <param name="Sequence">In the account's outbox.</param>
/// <param name="Reason">See <see cref="ExitReason"/>.</param>
/// <param name="Actor">User, or <c>system</c>.</param>
[GenerateSerializer, Immutable, Alias("position-command-delivery")]
public sealed record PositionCommandDelivery(
    [property: Id(0)] string Account, [property: Id(1)] long Sequence, [property: Id(2)] string Reason, [property: Id(3)] string Actor);
