using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;

namespace Trading.Grains.Abstractions.Positions;

/// <summary>A position as its grain knows it.</summary>
/// <param name="StopPrice">Trigger of the protective stop at the venue; null without one.</param>
/// <param name="TakeProfitPrice">Trigger of a target set by hand; null without one.</param>
[GenerateSerializer, Immutable, Alias("held-position")]
public sealed record HeldPosition(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Account,
    [property: Id(2)] Position Position,
    [property: Id(3)] Instrument Instrument,
    [property: Id(4)] ProtectionPlan Plan,
    [property: Id(5)] decimal? StopPrice,
    [property: Id(6)] decimal? TakeProfitPrice)
{
    /// <summary>Protective and closing orders that are not over.</summary>
    [Id(7)]
    public ImmutableArray<string> WorkingOrders { get; init; } = [];

    /// <summary>Account, instance or journal have not got all of it yet.</summary>
    [Id(8)]
    public bool HasMoreToTell { get; init; }

    /// <summary>Its session replays its market: nobody but the session's clock moves it.</summary>
    [Id(9)]
    public bool IsReplayed { get; init; }
}

/// <param name="Position">As it is afterwards; null when nothing was ever held.</param>
/// <param name="Errors">Why nothing was changed, with pointers into the patch.</param>
[GenerateSerializer, Immutable, Alias("protection-outcome")]
public sealed record ProtectionOutcome([property: Id(0)] HeldPosition? Position, [property: Id(1)] ImmutableArray<ValidationError> Errors);
