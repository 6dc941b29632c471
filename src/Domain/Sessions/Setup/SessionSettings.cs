using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Sessions.Setup;

/// <summary>What a session was asked to do, every default filled in (spec: api, POST sessions).</summary>
/// <param name="Name">For people; defaults to the session's id.</param>
/// <param name="Account">Name of a paper or live account; null for one of the session's own.</param>
/// <param name="Strategies">In session order, which decides who comes first at one event.</param>
/// <param name="Limits">For an account that the session creates.</param>
/// <param name="InitialBalance">Quote units, above 0; for an account that the session creates.</param>
/// <param name="Duration">Event time after which the session ends by itself; null for none.</param>
/// <param name="Seed">The only source of randomness.</param>
/// <param name="MaxActiveInstances">Signal slots.</param>
[GenerateSerializer, Immutable, Alias("session-settings")]
public sealed record SessionSettings(
    [property: Id(0)] string? Name,
    [property: Id(1)] SessionMode Mode,
    [property: Id(2)] string? Account,
    [property: Id(3)] ImmutableArray<StrategySelection> Strategies,
    [property: Id(4)] MarketSelection Market,
    [property: Id(5)] RiskLimits Limits,
    [property: Id(6)] SimulatedVenueOptions Venue,
    [property: Id(7)] decimal InitialBalance,
    [property: Id(8)] TimeSpan? Duration,
    [property: Id(9)] long Seed,
    [property: Id(10)] StopPolicy StopPolicy,
    [property: Id(11)] int MaxActiveInstances)
{
    public const decimal InitialBalanceDefault = 10_000m;
    public const int MaxActiveInstancesDefault = 3;
    public const int NameLengthMax = 100;
    public const int StrategiesMax = 50;
    public const int SymbolsMax = 200;

    /// <summary>What a session of mode collect records; null for every other mode.</summary>
    [Id(12)]
    public CollectSelection? Collect { get; init; }

    /// <summary>Every symbol that the session trades, each once, by name.</summary>
    public ImmutableArray<Symbol> Symbols => [.. Strategies.SelectMany(strategy => strategy.Symbols).Distinct().Order()];
}

/// <summary>A strategy to run and the symbols to run it on.</summary>
/// <param name="Version">Null for the newest at the start, which is then pinned.</param>
[GenerateSerializer, Immutable, Alias("strategy-selection")]
public sealed record StrategySelection(
    [property: Id(0)] string Name, [property: Id(1)] int? Version, [property: Id(2)] ImmutableArray<Symbol> Symbols);

/// <summary>Where market data come from: a live feed, a synthetic one, or a dataset. Exactly one is set.</summary>
/// <param name="Feed"><c>mexc</c> or <c>synthetic:&lt;scenario&gt;</c>; null for a dataset.</param>
/// <param name="Dataset">Id or name of a dataset; null for a feed.</param>
/// <param name="Speed">Upper bound on event time over wall time; null for as fast as it goes.</param>
[GenerateSerializer, Immutable, Alias("market-selection")]
public sealed record MarketSelection([property: Id(0)] string? Feed, [property: Id(1)] string? Dataset, [property: Id(2)] double? Speed)
{
    /// <summary>A speed was asked for, be it the unbounded one: a synthetic feed then runs in lock-step instead of by the wall clock.</summary>
    [Id(3)]
    public bool HasSpeed { get; init; }

    /// <summary>Event time is the only time, and goes on only when everything is applied.</summary>
    [JsonIgnore]
    public bool IsLockStep => Dataset is not null || HasSpeed;
}
