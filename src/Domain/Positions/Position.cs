using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Positions;

/// <summary>
/// The net holding of one (account, symbol), isolated margin. Changed only by <see cref="PositionFold.Apply"/> with what
/// <see cref="PositionMachine"/> decided, and by marks. The only type that does position arithmetic.
/// </summary>
[GenerateSerializer, Immutable, Alias("position")]
public sealed record Position
{
    /// <summary><c>pos-…</c></summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Symbol Symbol { get; init; }

    /// <summary>Number of the last event applied.</summary>
    [Id(2)]
    public long Sequence { get; init; }

    /// <summary>Signed base units; above 0 is long.</summary>
    [Id(3)]
    public decimal Quantity { get; init; }

    /// <summary>Σ quantity·price of what is held, signed like the quantity, exact.</summary>
    [Id(4)]
    public decimal Cost { get; init; }

    [Id(5)]
    public int Leverage { get; init; } = 1;

    [Id(6)]
    public PositionMargin Margin { get; init; }

    [Id(7)]
    public MarkRange Marks { get; init; }

    /// <summary>Number of this round trip, from 1; of the last one when flat; 0 before the first.</summary>
    [Id(8)]
    public long RoundTripNumber { get; init; }

    /// <summary>The open round trip's tally; null when flat.</summary>
    [Id(9)]
    public OpenRoundTrip? Open { get; init; }

    /// <summary>Σ over all round trips, quote units, fees excluded, liquidations included.</summary>
    [Id(10)]
    public decimal TotalRealizedPnl { get; init; }

    /// <summary>Σ over all round trips; above 0 is paid.</summary>
    [Id(11)]
    public decimal TotalFees { get; init; }

    /// <summary>Σ over all round trips; above 0 is received.</summary>
    [Id(12)]
    public decimal TotalFunding { get; init; }

    /// <summary>The latest funding time settled: an earlier or equal one is a repetition.</summary>
    [Id(13)]
    public DateTimeOffset? LastFundingAt { get; init; }

    [Id(14)]
    public SeenFills Seen { get; init; } = SeenFills.Empty;

    [JsonIgnore]
    public bool IsFlat => Quantity == 0m;

    [JsonIgnore]
    public PositionSide Side => Quantity > 0m ? PositionSide.Long : Quantity < 0m ? PositionSide.Short : PositionSide.Flat;

    /// <summary>Average entry, for display; 0 when flat.</summary>
    [JsonIgnore]
    public decimal EntryPrice => IsFlat ? 0m : Cost / Quantity;

    [JsonIgnore]
    public decimal MarkPrice => Marks.Mark;

    /// <summary>At the latest mark, exact.</summary>
    [JsonIgnore]
    public decimal UnrealizedPnl => UnrealizedAt(Marks.Mark);

    /// <summary>Percent of the entry notional; null when flat.</summary>
    [JsonIgnore]
    public decimal? UnrealizedPct => IsFlat ? null : UnrealizedPnl * 100m / Math.Abs(Cost);

    /// <summary>Percent of the isolated margin; null when flat.</summary>
    [JsonIgnore]
    public decimal? ReturnOnMarginPct => IsFlat ? null : UnrealizedPnl * 100m / Margin.Total;

    /// <summary>Realised of the open round trip, fees excluded; 0 when flat.</summary>
    [JsonIgnore]
    public decimal RealizedPnl => Open?.RealizedPnl ?? 0m;

    [JsonIgnore]
    public decimal Fees => Open?.Fees ?? 0m;

    [JsonIgnore]
    public decimal Funding => Open?.Funding ?? 0m;

    public static Position Flat(string id, Symbol symbol) => new() { Id = id, Symbol = symbol };

    /// <summary>mark·quantity − cost, exact.</summary>
    public decimal UnrealizedAt(decimal mark) => (mark * Quantity) - Cost;

    public Position AtMark(decimal mark) => mark == Marks.Mark ? this : this with { Marks = Marks.With(mark) };

    /// <summary>The order has retired: its sequence need not be remembered.</summary>
    public Position Forget(string orderId) => this with { Seen = Seen.Forget(orderId) };

    /// <param name="marks">Marks newer than the position's own, where a host keeps them beside it.</param>
    public PositionView ToView(MarkRange marks) => new(
        Quantity, EntryPrice, Open?.LargestQuantity ?? 0m, marks.Mark, IsFlat ? 0m : marks.Highest, IsFlat ? 0m : marks.Lowest,
        Leverage, Open?.EntryAt, RoundTripNumber);

    public PositionView ToView() => ToView(Marks);
}
