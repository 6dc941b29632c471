using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>One order's whole state. Changed only by <see cref="OrderMachine.Apply"/>.</summary>
[GenerateSerializer, Immutable, Alias("order")]
public sealed record Order
{
    [Id(0)]
    public required OrderRequest Request { get; init; }

    [Id(1)]
    public required OrderStatus Status { get; init; }

    /// <summary>When the intent was stored.</summary>
    [Id(2)]
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>The latest time that anything reported of it carries.</summary>
    [Id(3)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it must be over; null for never (protective orders).</summary>
    [Id(4)]
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>When it ended, by whoever ended it.</summary>
    [Id(5)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The signed time of the last attempt.</summary>
    [Id(6)]
    public DateTimeOffset? SendAt { get; init; }

    /// <summary>Attempts fenced so far. An entry never has more than one.</summary>
    [Id(7)]
    public int Attempt { get; init; }

    [Id(8)]
    public string? VenueOrderId { get; init; }

    /// <summary>The earliest time at which the venue has shown that it holds, or held, the order. Null: never.</summary>
    [Id(9)]
    public DateTimeOffset? AcceptedAt { get; init; }

    [Id(10)]
    public bool IsTriggered { get; init; }

    /// <summary>Base units.</summary>
    [Id(11)]
    public decimal FilledQuantity { get; init; }

    /// <summary>Σ price·quantity of the fills, quote units.</summary>
    [Id(12)]
    public decimal FilledNotional { get; init; }

    /// <summary>Σ fee, quote units; above 0 is paid.</summary>
    [Id(13)]
    public decimal Fees { get; init; }

    /// <summary>By time, then trade id, whatever order they came in; the newest <see cref="OrderProtocol.FillsMax"/>.</summary>
    [Id(14)]
    public ImmutableArray<Fill> Fills { get; init; } = [];

    /// <summary>Time of the newest fill that is no longer in <see cref="Fills"/>: an unknown one of that time or before cannot be told from a repetition.</summary>
    [Id(15)]
    public DateTimeOffset? FillsForgottenTo { get; init; }

    /// <summary>Why a cancel was asked for; null when none was.</summary>
    [Id(16)]
    public string? CancelReason { get; init; }

    /// <summary>Set while the venue has ended it and fills are still to come.</summary>
    [Id(17)]
    public OrderEnding? Ending { get; init; }

    [Id(18)]
    public string? Reason { get; init; }

    /// <summary>Every reason of a refusal; the first is <see cref="Reason"/>.</summary>
    [Id(19)]
    public ImmutableArray<string> Reasons { get; init; } = [];

    [Id(20)]
    public ImmutableArray<OrderCorrection> Corrections { get; init; } = [];

    /// <summary>The newest <see cref="OrderProtocol.HistoryEntriesMax"/>.</summary>
    [Id(21)]
    public ImmutableArray<OrderHistoryEntry> History { get; init; } = [];

    [Id(22)]
    public ImmutableArray<OutboxEntry> Outbox { get; init; } = [];

    /// <summary>Of the last outbox entry.</summary>
    [Id(23)]
    public long Sequence { get; init; }

    /// <summary>Stored because it was asked after; its request is only what the asker knew.</summary>
    [Id(24)]
    public bool IsDisowned { get; init; }

    /// <summary>
    /// Fills are known to wait at the venue: not listed yet, or left there until the outbox has room; of an order that is over,
    /// that it may live on there.
    /// </summary>
    [Id(25)]
    public bool IsHeld { get; init; }

    [Id(26)]
    public bool IsRetired { get; init; }

    /// <summary>A successor was asked for before the venue's own expiry.</summary>
    [Id(27)]
    public bool IsRenewalDue { get; init; }

    /// <summary>Good queries in a row, past the horizon, that found nothing (or nothing new).</summary>
    [Id(28)]
    public int GoodAbsences { get; init; }

    /// <summary>Failed queries, cancels or sends in a row.</summary>
    [Id(29)]
    public int Failures { get; init; }

    /// <summary>When the last good query that found nothing was sent.</summary>
    [Id(30)]
    public DateTimeOffset? AbsenceAskedAt { get; init; }

    /// <summary>
    /// When a sweep over storage has to wake the order if nothing else does; null for never. Written with the state, so that
    /// SQL can index it.
    /// </summary>
    public DateTimeOffset? WakeAt => this switch
    {
        { IsOver: true, Outbox.Length: > 0 } => UpdatedAt,
        { IsOver: true, IsRetired: true } => null,
        { IsOver: true, IsHeld: true } => UpdatedAt,
        { IsOver: true } => EndedAt + OrderProtocol.RetirementAge,
        { Status: OrderStatus.PendingNew or OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel } => UpdatedAt,
        { Ending: not null } or { IsHeld: true } or { Outbox.Length: > 0 } => UpdatedAt,
        _ => DeadlineAt,
    };

    /// <summary>When it leaves grain storage; null until it has retired and everybody, the journal included, has been told all of it.</summary>
    [JsonIgnore]
    public DateTimeOffset? LeavesStorageAt => this is { IsOver: true, IsRetired: true, Outbox.IsEmpty: true } ? EndedAt + OrderProtocol.StorageAge : null;

    [JsonIgnore]
    public string Id => Request.Id;

    /// <summary>Base units still open; 0 when filled or overfilled.</summary>
    [JsonIgnore]
    public decimal LeavesQuantity => Math.Max(0m, Request.Quantity - FilledQuantity);

    /// <summary>Null when nothing was filled.</summary>
    [JsonIgnore]
    public decimal? AverageFillPrice => FilledQuantity == 0m ? null : FilledNotional / FilledQuantity;

    [JsonIgnore]
    public bool IsOver => Status.IsTerminal;

    /// <summary>May only shrink a position: risk limits never stop it and it is never given up.</summary>
    [JsonIgnore]
    public bool IsReducing => Request.ReduceOnly;

    /// <summary>Rests at the venue until its trigger price is reached.</summary>
    [JsonIgnore]
    public bool IsTriggerOrder => Request.Type is OrderType.StopMarket or OrderType.TakeProfitMarket;

    /// <summary>Only the venue can tell what became of it, or of some of its fills.</summary>
    [JsonIgnore]
    public bool NeedsQuery => Status is OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel
        || Ending is not null || IsHeld || GoodAbsences > 0;

    /// <summary>From when on the venue may know of it; an order that it shows without our having sent it counts from its intent.</summary>
    [JsonIgnore]
    internal DateTimeOffset SentAt => SendAt ?? PlacedAt;

    /// <exception cref="InvariantException">Nothing was filled yet.</exception>
    [JsonIgnore]
    internal DateTimeOffset LastFillAt => Fills.IsEmpty ? throw new InvariantException($"Order {Id} has no fill.") : Fills[^1].At;

    internal bool HasFill(string tradeId)
    {
        foreach (var fill in Fills)
        {
            if (fill.TradeId == tradeId)
            {
                return true;
            }
        }

        return false;
    }
}
