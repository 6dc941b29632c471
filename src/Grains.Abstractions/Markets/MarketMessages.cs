using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;

namespace Trading.Grains.Abstractions.Markets;

/// <summary>What one session wants of one symbol.</summary>
/// <param name="Source">Which feed it is and how it is paced.</param>
/// <param name="Account">Key of the account whose positions and equity follow the market; null for a collect session.</param>
/// <param name="Venue">Key of the simulated venue that works through the events before anybody else; null where an exchange trades.</param>
/// <param name="Instances">Keys of its instances on this symbol, in session order.</param>
/// <param name="WindowMax">Longest window of their indicators: how much must be kept for re-warming.</param>
/// <param name="Recording">Id of the import that a collect session fills; null for none.</param>
[GenerateSerializer, Immutable, Alias("market-subscription")]
public sealed record MarketSubscription(
    [property: Id(0)] string Session,
    [property: Id(1)] MarketSource Source,
    [property: Id(2)] string? Account,
    [property: Id(3)] ImmutableArray<string> Instances,
    [property: Id(4)] TimeSpan WindowMax,
    [property: Id(5)] string? Recording,
    [property: Id(6)] string? Venue)
{
    /// <summary>Who is told when something goes wrong with it; empty in what was stored before there were such alerts.</summary>
    [Id(7)]
    public string Owner { get; init; } = "";
}

/// <summary>Where a market's events come from.</summary>
/// <param name="Feed"><c>mexc</c>, <c>synthetic:&lt;scenario&gt;</c>, or <c>dataset</c>.</param>
/// <param name="Dataset">Id of the sealed dataset; null otherwise.</param>
/// <param name="Seed">Of a synthetic feed.</param>
/// <param name="Start">Event time at which a synthetic feed begins.</param>
/// <param name="Clock">Key of the replay clock in lock-step; null when the wall clock paces it.</param>
[GenerateSerializer, Immutable, Alias("market-source")]
public sealed record MarketSource(
    [property: Id(0)] string Feed,
    [property: Id(1)] string? Dataset,
    [property: Id(2)] long Seed,
    [property: Id(3)] DateTimeOffset? Start,
    [property: Id(4)] string? Clock);

/// <summary>The newest prices of a market; 0 where there was none.</summary>
[GenerateSerializer, Immutable, Alias("market-view")]
public sealed record MarketView(
    [property: Id(0)] Instrument Instrument,
    [property: Id(1)] decimal Last,
    [property: Id(2)] decimal Mark,
    [property: Id(3)] decimal Bid,
    [property: Id(4)] decimal Ask,
    [property: Id(5)] DateTimeOffset? EventAt,
    [property: Id(6)] DateTimeOffset? ReceivedAt,
    [property: Id(7)] Freshness Freshness,
    [property: Id(8)] long Events,
    [property: Id(9)] ImmutableDictionary<string, long> BadEvents);

/// <summary>Kept events of a market, oldest first.</summary>
/// <param name="First">Number of the first event in the market's stream; the next one to come when there are none.</param>
[GenerateSerializer, Immutable, Alias("market-history")]
public sealed record MarketHistory([property: Id(0)] long First, [property: Id(1)] ImmutableArray<MarketBatch> Batches);
