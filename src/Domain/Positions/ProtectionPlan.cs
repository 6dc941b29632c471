using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Positions;

/// <summary>How a position is protected, all on the mark. From the strategy, or replaced by hand for one position (the absolute prices win).</summary>
/// <param name="StopLossPct">Stop at average entry less (a short: plus) this many percent.</param>
/// <param name="TakeProfit">Steps in rising distance.</param>
/// <param name="StopPrice">Absolute stop set by hand; replaces <paramref name="StopLossPct"/>.</param>
/// <param name="TakeProfitPrice">Absolute target set by hand for the whole position; replaces the steps.</param>
[GenerateSerializer, Immutable, Alias("protection-plan")]
public sealed record ProtectionPlan(
    [property: Id(0)] decimal? StopLossPct,
    [property: Id(1)] ImmutableArray<TakeProfitStep> TakeProfit,
    [property: Id(2)] TrailingStop? TrailingStop,
    [property: Id(3)] decimal? StopPrice,
    [property: Id(4)] decimal? TakeProfitPrice)
{
    public static ProtectionPlan None { get; } = new(null, [], null, null, null);
}

/// <param name="Pct">Distance of the step from the average entry, percent, above 0.</param>
/// <param name="ClosePct">Share of the largest quantity held that the step closes, percent.</param>
[GenerateSerializer, Immutable, Alias("take-profit-step")]
public sealed record TakeProfitStep([property: Id(0)] decimal Pct, [property: Id(1)] decimal ClosePct);

/// <param name="ActivatePct">Armed once the best mark is this many percent past the average entry.</param>
/// <param name="DistancePct">Distance from the best mark, percent of the average entry.</param>
[GenerateSerializer, Immutable, Alias("trailing-stop")]
public sealed record TrailingStop([property: Id(0)] decimal ActivatePct, [property: Id(1)] decimal DistancePct);
