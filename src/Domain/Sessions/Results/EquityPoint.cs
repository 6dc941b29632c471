using Orleans;

namespace Trading.Domain.Sessions.Results;

/// <summary>One point of the equity and drawdown curves.</summary>
/// <param name="Equity">Balance plus unrealised, quote units.</param>
/// <param name="DrawdownPct">Fall from the highest equity so far, percent, at least 0.</param>
[GenerateSerializer, Immutable, Alias("equity-point")]
public readonly record struct EquityPoint(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] decimal Equity,
    [property: Id(2)] decimal Balance,
    [property: Id(3)] double DrawdownPct);
