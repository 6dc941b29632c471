using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Api.Indicators;
using Trading.Api.Json;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Api.Sessions;

/// <param name="OrderId">Null for a liquidation: the venue closed the position without an order.</param>
/// <param name="Fee">Above 0 is paid.</param>
/// <param name="Sequence">Place in the session's stream of events, which orders, fills and equity points share.</param>
/// <param name="Reason"><c>liquidation</c>, whose loss stands in the ledger under the trade id; null for a fill of an order.</param>
public sealed record FillAnswer(
    string TradeId, string? OrderId, Symbol Symbol, Side Side, decimal Price, decimal Quantity, decimal Fee, Liquidity Liquidity, DateTimeOffset At,
    string? Strategy, long Sequence, string? Reason = null)
{
    public static FillAnswer From(FillRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(
            row.TradeId, row.IsLiquidation() ? null : row.OrderId, row.Symbol, row.Side, row.Price, row.Quantity, row.Fee, row.Liquidity, row.At, row.Strategy,
            row.Sequence, row.IsLiquidation() ? ExitReason.Liquidation : null);
    }
}

/// <summary>A position from flat to flat: net = gross − fees + funding.</summary>
/// <param name="Side"><c>long</c> or <c>short</c>.</param>
/// <param name="Mae">Worst gross result at any mark, at most 0.</param>
/// <param name="Mfe">Best gross result at any mark, at least 0.</param>
public sealed record RoundTripAnswer(
    Symbol Symbol, string Strategy, string Side, DateTimeOffset EntryAt, DateTimeOffset ExitAt, decimal EntryPrice, decimal ExitPrice, decimal Quantity,
    decimal GrossPnl, decimal Fees, decimal Funding, decimal NetPnl, decimal Mae, decimal Mfe, long DurationMs, string ExitReason)
{
    public static RoundTripAnswer From(RoundTripRow row) => new(
        row.Symbol, row.Strategy, row.Side, row.EntryAt, row.ExitAt, row.EntryPrice, row.ExitPrice, row.Quantity, row.GrossPnl, row.Fees, row.Funding,
        row.NetPnl, row.Mae, row.Mfe, row.DurationMs, row.ExitReason);
}

/// <param name="DrawdownPct">Fall from the highest equity so far, percent, at least 0.</param>
/// <param name="Sequence">Place in the session's stream of events, which orders, fills and equity points share.</param>
public sealed record EquityAnswer(DateTimeOffset At, decimal Equity, decimal Balance, double DrawdownPct, long Sequence)
{
    public static EquityAnswer From(EquityRow row) => new(row.At, row.Equity, row.Balance, row.DrawdownPct, row.Sequence);
}

/// <param name="Outcome"><c>canceled</c>, <c>expired</c>, <c>refused</c>, <c>entered</c>, or null while it is open.</param>
public sealed record SignalAnswer(
    string Id, string Strategy, int Version, Symbol Symbol, DateTimeOffset At, decimal Price, string? Outcome, string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OrderId = null)
{
    public static SignalAnswer From(SignalRow row) =>
        new(row.Id, row.Strategy, row.Version, row.Symbol, row.At, row.Price, row.Outcome, row.Reason, row.OrderId);
}

/// <summary>One leaf of a condition.</summary>
/// <param name="Threshold">The number, the lower bound, or the other indicator's value.</param>
/// <param name="Verdict">Null when unknown.</param>
/// <param name="Distance">How far the value is from making the leaf true; 0 when it does.</param>
/// <param name="Closest">Smallest distance since the session began.</param>
public sealed record LeafAnswer(
    string Pointer, string Indicator, string Op, double? Threshold, double? Value, bool? Verdict, double? Distance, double? Closest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ThresholdHigh = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ThresholdIndicator = null)
{
    public static LeafAnswer From(LeafReading leaf) => new(
        leaf.Pointer, leaf.Indicator, leaf.Op, leaf.Threshold, leaf.Value, leaf.Verdict, leaf.Distance, leaf.Closest, leaf.ThresholdHigh,
        leaf.ThresholdIndicator);

    public static ImmutableArray<LeafAnswer> FromJson(string leaves) =>
        [.. JsonSerializer.Deserialize<ImmutableArray<LeafReading>>(leaves, TradingJson.Options).Select(From)];
}

public sealed record InstanceTransitionAnswer(
    DateTimeOffset At, string Strategy, int Version, Symbol Symbol, InstanceStatus From, InstanceStatus To, string Section, decimal? Price,
    ImmutableArray<LeafAnswer> Leaves,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Signal = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OrderId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    public static InstanceTransitionAnswer Of(InstanceTransitionRow row) => new(
        row.At, row.Strategy, row.Version, row.Symbol, Enum.Parse<InstanceStatus>(row.FromState), Enum.Parse<InstanceStatus>(row.ToState), row.Section,
        row.Price, LeafAnswer.FromJson(row.Leaves), row.SignalId, row.OrderId, row.Reason);
}

/// <param name="Paused">Its strategy is paused: it takes no new signal and makes no entry.</param>
/// <param name="WarmupPct">Share of the longest window that data cover, 0–100.</param>
/// <param name="Why">Leaves of the transition that led to the state.</param>
/// <param name="WhyNot">What the instance is still waiting for.</param>
public sealed record InstanceAnswer(
    string Strategy, int Version, Symbol Symbol, InstanceStatus State, bool Paused, DateTimeOffset? Since, double WarmupPct, ImmutableArray<LeafAnswer> Why,
    WhyNotAnswer WhyNot)
{
    public static InstanceAnswer From(InstanceRow row, bool isPaused)
    {
        var whyNot = JsonSerializer.Deserialize<WhyNot>(row.WhyNot, TradingJson.Options)!;
        return new InstanceAnswer(
            row.Strategy, row.Version, row.Symbol, Enum.Parse<InstanceStatus>(row.State), isPaused, row.Since, row.WarmupPct, LeafAnswer.FromJson(row.Why),
            new WhyNotAnswer(whyNot.Section, [.. whyNot.Leaves.Select(LeafAnswer.From)]));
    }
}

/// <param name="Section">The section in force; empty when it waits for time or an order.</param>
public sealed record WhyNotAnswer(string Section, ImmutableArray<LeafAnswer> Leaves);

/// <summary>The series of one indicator of the run.</summary>
/// <param name="Indicator">As the strategy calls it.</param>
/// <param name="Points"><c>[unixMs, value or null]</c>, in order of time.</param>
public sealed record IndicatorSeriesAnswer(
    string Strategy, int Version, Symbol Symbol, string Indicator, string Type, PreviewCadence Every, IReadOnlyList<PreviewPoint> Points);

/// <summary>The prices that the session sees; null where there is none.</summary>
public sealed record SessionMarketAnswer(
    Symbol Symbol, decimal? LastPrice, decimal? MarkPrice, decimal? Bid, decimal? Ask, DateTimeOffset? At, string Freshness)
{
    public static SessionMarketAnswer From(SessionMarketRow row) =>
        new(row.Symbol, row.LastPrice, row.MarkPrice, row.Bid, row.Ask, row.At, row.Freshness);

    /// <summary>No fresher than the newest event is.</summary>
    public SessionMarketAnswer AgedAt(DateTimeOffset now) =>
        At is { } at && FreshnessAges.Of(now - at) is var aged && EnumNames.TryParse<Freshness>(Freshness, out var stored) && aged > stored
            ? this with { Freshness = EnumNames.Of(aged) }
            : this;
}
