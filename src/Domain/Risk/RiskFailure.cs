using Orleans;

namespace Trading.Domain.Risk;

/// <summary>One check that an order did not pass.</summary>
/// <param name="Reason">Of <see cref="RiskReason"/>.</param>
/// <param name="Detail">A sentence with what was found and the limit.</param>
[GenerateSerializer, Immutable, Alias("risk-failure")]
public sealed record RiskFailure([property: Id(0)] string Reason, [property: Id(1)] string Detail);
