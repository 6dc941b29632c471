using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Exchanges;

/// <summary>An account as its venue knows it.</summary>
/// <param name="Balance">Wallet: deposits + realised − fees + funding, quote units.</param>
/// <param name="Available">Balance less margins and what working orders reserve.</param>
/// <param name="Positions">One for each symbol held; a symbol that is not listed is flat.</param>
/// <param name="At">The venue's time.</param>
[GenerateSerializer, Immutable, Alias("venue-account")]
public sealed record VenueAccount(
    [property: Id(0)] decimal Balance,
    [property: Id(1)] decimal Available,
    [property: Id(2)] ImmutableArray<VenuePosition> Positions,
    [property: Id(3)] DateTimeOffset At)
{
    /// <summary>By symbol, the latest executions on the account; a symbol that is not listed had none that the venue remembers.</summary>
    [Id(4)]
    public ImmutableArray<VenueExecutions> Executions { get; init; } = [];
}

/// <param name="Latest">Oldest first, at most <see cref="CountMax"/>.</param>
[GenerateSerializer, Immutable, Alias("venue-executions")]
public sealed record VenueExecutions([property: Id(0)] Symbol Symbol, [property: Id(1)] ImmutableArray<VenueExecution> Latest)
{
    /// <summary>Executions of a symbol that a venue lists; a position remembers more trade ids than that.</summary>
    public const int CountMax = 50;
}

/// <param name="Quantity">Signed base units, not 0.</param>
/// <param name="EntryPrice">Average entry.</param>
/// <param name="Margin">Isolated margin, quote units.</param>
[GenerateSerializer, Immutable, Alias("venue-position")]
public sealed record VenuePosition(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal EntryPrice,
    [property: Id(3)] int Leverage,
    [property: Id(4)] decimal Margin);
