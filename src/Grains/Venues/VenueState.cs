using System.Collections.Immutable;
using System.Text.Json.Serialization;
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

    /// <summary>The venue is a process of its own, and this its relay; settled when it is opened.</summary>
    [Id(5)]
    public bool IsRelayed { get; set; }

    /// <summary>Of a relay, by order id: what was sent and has not heard of its end.</summary>
    [Id(6)]
    public ImmutableDictionary<string, RelayedOrder> Relayed { get; set; } = ImmutableDictionary<string, RelayedOrder>.Empty;

    /// <summary>What the clock of a session in lock-step has to find again after a crash; null by the wall clock.</summary>
    [Id(8)]
    public VenueClock? Clock { get; set; }

    /// <summary>
    /// When the sweep has to wake the venue: while something is to be told or asked after. Never in lock-step: its clock does.
    /// Stored first, where the write finds it without parsing, and beside the row, where SQL indexes it.
    /// </summary>
    [JsonPropertyOrder(-1), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DateTimeOffset? WakeAt => Clock is not null ? null
        : Outbox.Entries is [var oldest, ..] ? oldest.Report.At
        : Relayed.IsEmpty ? null
        : Relayed.Values.Min(order => order.AnnouncedAt);
}
