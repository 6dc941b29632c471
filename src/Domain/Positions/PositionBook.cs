using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Positions;

/// <summary>
/// All that the owner of one (account, symbol) keeps: the position, its protective and closing orders, what it has heard, and
/// what it has to tell. Changed only by <see cref="PositionBookMachine"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("position-book")]
public sealed record PositionBook
{
    /// <summary>Account key, <c>acc-…</c>.</summary>
    [Id(0)]
    public required string Account { get; init; }

    [Id(1)]
    public required Position Position { get; init; }

    /// <summary>Of the order that opened the round trip: whose it is, and the instrument's rules.</summary>
    [Id(2)]
    public required OrderContext Context { get; init; }

    [Id(3)]
    public Protection Protection { get; init; } = Protection.None;

    /// <summary>The plan was replaced by hand for this round trip.</summary>
    [Id(4)]
    public bool IsPlanByHand { get; init; }

    /// <summary>Protective orders that are not over, with the ids that they were asked for under.</summary>
    [Id(5)]
    public ImmutableArray<NamedProtective> Protectives { get; init; } = [];

    /// <summary>The closing order at work; null for none.</summary>
    [Id(6)]
    public ClosingOrder? Closing { get; init; }

    /// <summary>Ordinal of the next closing order of round trip <see cref="CloseRoundTrip"/>.</summary>
    [Id(7)]
    public int NextCloseOrdinal { get; init; }

    [Id(8)]
    public long CloseRoundTrip { get; init; }

    /// <summary>Last outbox sequence heard of each order that may repeat what it has told.</summary>
    [Id(9)]
    public ImmutableDictionary<string, long> HeardOrders { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Last outbox sequence heard of the venue and of the account, by key.</summary>
    [Id(10)]
    public ImmutableDictionary<string, long> HeardSenders { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(11)]
    public ImmutableArray<PositionOutboxEntry> Outbox { get; init; } = [];

    /// <summary>Of the last outbox entry.</summary>
    [Id(12)]
    public long Sequence { get; init; }

    /// <summary>The highest step that was alerted while it lasted.</summary>
    [Id(13)]
    public MarginLevel MarginLevel { get; init; }

    /// <summary>What the comparisons with the venue have left; null before the first that found something.</summary>
    [Id(14)]
    public Reconciliation? Reconciliation { get; init; }

    [JsonIgnore]
    public Instrument Instrument => Context.Instrument;

    [JsonIgnore]
    public bool HasRoom => Outbox.Length < OutboxLimits.EntriesMax - OutboxLimits.Headroom;

    /// <summary>What the protective stop does at the venue.</summary>
    [JsonIgnore]
    public ProtectiveStop Stop
    {
        get
        {
            var stop = ProtectiveStop.None;
            foreach (var order in Protection.Stop.Orders)
            {
                stop = order.State switch
                {
                    ProtectiveOrderState.Triggered => ProtectiveStop.Triggered,
                    ProtectiveOrderState.Resting when stop is ProtectiveStop.None => ProtectiveStop.Resting,
                    _ => stop,
                };
            }

            return stop;
        }
    }

    /// <summary>Trigger of the stop in force; null without one.</summary>
    [JsonIgnore]
    public decimal? StopPrice => PriceOf(Protection.Stop);

    /// <summary>Trigger of the target set by hand; null without one.</summary>
    [JsonIgnore]
    public decimal? TakeProfitPrice => PriceOf(Protection.Target);

    /// <summary>The instance that holds the round trip; empty for none.</summary>
    [JsonIgnore]
    public string Instance => Position.Open?.Owner.Instance ?? "";

    private static decimal? PriceOf(ProtectionLeg leg) =>
        leg.Orders.LastOrDefault(order => order.State is not ProtectiveOrderState.Canceling)?.Price;
}

/// <param name="OrderId">The client order id of a protective order.</param>
[GenerateSerializer, Immutable, Alias("named-protective")]
public sealed record NamedProtective([property: Id(0)] string OrderId, [property: Id(1)] string Origin, [property: Id(2)] int Ordinal);

/// <param name="Reason">Why it closes, see <see cref="ExitReason"/>.</param>
/// <param name="Actor">User, or <c>system</c>.</param>
/// <param name="Attempts">Closing orders asked for in a row for this wish, this one included.</param>
[GenerateSerializer, Immutable, Alias("closing-order")]
public sealed record ClosingOrder(
    [property: Id(0)] string OrderId, [property: Id(1)] string Reason, [property: Id(2)] string Actor, [property: Id(3)] int Attempts);
