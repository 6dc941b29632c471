using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Exchanges.Simulated;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Venues;

/// <summary>What the venue grain keeps.</summary>
[GenerateSerializer, Alias("venue-state")]
public sealed class VenueState
{
    /// <summary>Null until the venue is opened.</summary>
    [Id(0)]
    public VenueOpening? Opening { get; set; }

    /// <summary>Written when orders, positions or the wallet changed; prices move on without a write.</summary>
    [Id(1)]
    public VenueSnapshot? Venue { get; set; }

    [Id(2)]
    public VenueOutbox Outbox { get; set; } = VenueOutbox.Empty;

    /// <summary>By symbol: number of the first event of its market's stream that was not worked through.</summary>
    [Id(3)]
    public Dictionary<string, long> Next { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Causes of the latest transfers, oldest first: a repeated one is known by it.</summary>
    [Id(4)]
    public ImmutableArray<string> Transfers { get; set; } = [];

    /// <summary>When the sweep has to wake the venue: while something is to be told. Stored beside the row, where SQL indexes it.</summary>
    public DateTimeOffset? WakeAt => Outbox.Entries is [var oldest, ..] ? oldest.Report.At : null;
}
