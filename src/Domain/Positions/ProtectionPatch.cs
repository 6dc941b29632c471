using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Positions;

/// <summary>
/// A change of one position's protection by hand. A member that is null in itself was not given and stays as it is; one
/// that is given without a value removes; a given value replaces the strategy's for this position.
/// </summary>
[GenerateSerializer, Immutable, Alias("protection-patch")]
public sealed record ProtectionPatch(
    [property: Id(0)] ProtectionPatchValue? StopPrice,
    [property: Id(1)] ProtectionPatchValue? TakeProfitPrice,
    [property: Id(2)] ProtectionPatchValue? TrailingDistancePct)
{
    /// <summary>Faults of the patch at the position's mark, with pointers into the body; none when it may be applied.</summary>
    public IEnumerable<ValidationError> Validate(PositionView position, Instrument instrument)
    {
        if (position.IsFlat)
        {
            yield return new("", "conflict", "A flat position has nothing to protect.");
            yield break;
        }

        var opened = ProtectionLevels.OpenedBy(position.Quantity);
        if (Fault("/stopPrice", StopPrice?.Value, instrument) is { } stopFault)
        {
            yield return stopFault;
        }
        else if (StopPrice?.Value is { } stop && ProtectionLevels.IsStopReached(opened, position.Mark, stop))
        {
            yield return OutOfRange("/stopPrice", $"A stop must lie behind the mark {position.Mark}, found {stop}.");
        }

        if (Fault("/takeProfitPrice", TakeProfitPrice?.Value, instrument) is { } targetFault)
        {
            yield return targetFault;
        }
        else if (TakeProfitPrice?.Value is { } target && ProtectionLevels.IsTargetReached(opened, position.Mark, target))
        {
            yield return OutOfRange("/takeProfitPrice", $"A target must lie ahead of the mark {position.Mark}, found {target}.");
        }

        if (TrailingDistancePct?.Value is { } distance and not (> 0m and <= 100m))
        {
            yield return OutOfRange("/trailingDistancePct", $"Must be above 0 and at most 100, found {distance}.");
        }
    }

    public ProtectionPlan ApplyTo(ProtectionPlan plan)
    {
        if (StopPrice is { } stop)
        {
            plan = plan with { StopPrice = stop.Value, StopLossPct = null };
        }

        if (TakeProfitPrice is { } target)
        {
            plan = plan with { TakeProfitPrice = target.Value, TakeProfit = [] };
        }

        // A distance given by hand is armed at once: there is no activation to wait for.
        return TrailingDistancePct is { } trailing
            ? plan with { TrailingStop = trailing.Value is { } distance ? new TrailingStop(0m, distance) : null }
            : plan;
    }

    private static ValidationError? Fault(string pointer, decimal? price, Instrument instrument) => price switch
    {
        null => null,
        <= 0m => OutOfRange(pointer, $"Must be above 0, found {price}."),
        _ when price % instrument.TickSize != 0m => OutOfRange(pointer, $"Must be a multiple of the tick {instrument.TickSize}, found {price}."),
        _ => null,
    };

    private static ValidationError OutOfRange(string pointer, FormattableString detail) =>
        new(pointer, "out_of_range", FormattableString.Invariant(detail));
}

/// <param name="Value">Null removes.</param>
[GenerateSerializer, Immutable, Alias("protection-patch-value")]
public readonly record struct ProtectionPatchValue([property: Id(0)] decimal? Value);
