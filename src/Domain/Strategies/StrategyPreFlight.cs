using System.Collections.Immutable;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Domain.Strategies.Parsing;

namespace Trading.Domain.Strategies;

/// <summary>What only the start of a session knows about one strategy on one symbol (spec: strategies, Validation).</summary>
public static class StrategyPreFlight
{
    public const string SeriesMissing = "series_missing";
    public const string WindowNotCovered = "window_not_covered";
    public const string LeverageTooHigh = "leverage_too_high";
    public const string SizeNotTradable = "size_not_tradable";
    public const string SizeExceedsLimit = "size_exceeds_limit";
    public const string StopBeyondLiquidation = "stop_beyond_liquidation";

    /// <param name="pointer">Put before the document's own pointers, such as <c>/strategies/0</c>.</param>
    public static ImmutableArray<ValidationError> Check(CompiledStrategy strategy, PreFlightFacts facts, string pointer)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        void Add(string at, string code, string detail) => errors.Add(new ValidationError(pointer + at, code, $"{facts.Instrument.Symbol}: {detail}"));

        foreach (var named in strategy.Document.Indicators.Where(named => strategy.Indicators.Contains(named.Spec)))
        {
            CheckIndicator(named, facts, Add);
        }

        CheckLeverage(strategy.Document.Entry.Leverage, facts, Add);
        if (facts.Price > 0m)
        {
            CheckSize(strategy.Document, facts, Add);
        }

        return errors.DrainToImmutable();
    }

    private static void CheckIndicator(NamedIndicator named, PreFlightFacts facts, Action<string, string, string> add)
    {
        var at = JsonPointer.Of("/indicators", named.Name);
        foreach (var series in Enum.GetValues<IndicatorSeries>().Where(series => named.Spec.Reads(series) && !Has(series, named.Spec, facts)))
        {
            add(at, SeriesMissing, $"'{named.Name}' ({named.Spec.Type}) reads the {series} series, which the data lack.");
        }

        if (facts.Span is { } span && named.Spec.LongestWindow > span)
        {
            add(at, WindowNotCovered, $"'{named.Name}' needs {DurationText.Format(named.Spec.LongestWindow)} of data, found {DurationText.Format(span)}.");
        }
    }

    private static bool Has(IndicatorSeries series, IndicatorSpec spec, PreFlightFacts facts) => series switch
    {
        IndicatorSeries.Trade => facts.HasTrades,
        IndicatorSeries.Book => facts.HasBook,

        // The mark alone falls back to the book's mid and the last trade; index price and funding rate stay unknown.
        IndicatorSeries.Mark => facts.HasMark || (spec.Type == "mark_price" && (facts.HasBook || facts.HasTrades)),
        _ => true,
    };

    private static void CheckLeverage(int leverage, PreFlightFacts facts, Action<string, string, string> add)
    {
        if (leverage > facts.Instrument.MaxLeverage)
        {
            add("/entry/leverage", LeverageTooHigh, $"the symbol allows a leverage of {facts.Instrument.MaxLeverage}, found {leverage}.");
        }

        if (leverage > facts.Limits.Leverage)
        {
            add("/entry/leverage", LeverageTooHigh, $"the account's limit on leverage is {facts.Limits.Leverage}, found {leverage}.");
        }
    }

    private static void CheckSize(StrategyDocument document, PreFlightFacts facts, Action<string, string, string> add)
    {
        const string At = "/entry/size/value";
        var (quantity, price, refusal) = SizeOf(document, facts);
        var instrument = facts.Instrument;
        if (refusal is not null)
        {
            add(At, SizeNotTradable, $"no quantity can be traded at {facts.Price:0.############}: {refusal}, the lot is {instrument.LotSize:0.############}.");
            return;
        }

        var notional = quantity * price;
        if (quantity < instrument.MinQuantity || notional < instrument.MinNotional)
        {
            add(At, SizeNotTradable, $"an order must be at least {instrument.MinQuantity:0.############} and worth {instrument.MinNotional:0.############}, found {quantity:0.############} worth {notional:0.####}.");
        }

        CheckNotional(notional, facts.Limits.OrderNotionalPct, "an order", facts, add, At);
        CheckNotional(notional, facts.Limits.PositionNotionalPct, "a position", facts, add, At);
        CheckStop(document, quantity, price, instrument, add);
    }

    private static (decimal Quantity, decimal Price, string? Refusal) SizeOf(StrategyDocument document, PreFlightFacts facts)
    {
        var view = new InstanceView(
            facts.Price, facts.Price, facts.Price, facts.Price, default, ProtectiveStop.None, facts.Equity, facts.Equity, facts.TakerFeeRate,
            SlotFree: true, SymbolFree: true);
        var (quantity, limit, refusal) = EntrySizing.Size(document.Entry, document.Direction, facts.Instrument, view, scale: 1d);
        return (quantity, limit ?? facts.Price, refusal);
    }

    private static void CheckNotional(
        decimal notional, decimal limitPct, string what, PreFlightFacts facts, Action<string, string, string> add, string at)
    {
        var limit = facts.Equity * limitPct / 100m;
        if (notional > limit)
        {
            add(at, SizeExceedsLimit, $"{what} may be worth {limitPct:0.####} % of equity, {limit:0.####}, found {notional:0.####}.");
        }
    }

    private static void CheckStop(
        StrategyDocument document, decimal quantity, decimal price, Instrument instrument, Action<string, string, string> add)
    {
        var opened = document.Direction.EntrySide;
        var signed = opened.Sign * quantity;
        if (document.Entry.Protection.StopLossPct is not { } pct
            || document.Entry.Leverage > instrument.MaxLeverage
            || PositionMargin.Of(signed, signed * price, document.Entry.Leverage, 0m, instrument).LiquidationPrice is not { } liquidation)
        {
            return;
        }

        var stop = ProtectionLevels.StopPrice(opened, price, pct);
        var isBefore = opened is Side.Buy ? stop > liquidation : stop < liquidation;
        if (!isBefore)
        {
            add("/entry/stopLoss/pct", StopBeyondLiquidation, $"the stop at {stop:0.############} must lie before the liquidation price {liquidation:0.############} at leverage {document.Entry.Leverage}.");
        }
    }
}

/// <param name="Price">Today's price: the first one of the data, or the newest; 0 when there is none yet.</param>
/// <param name="Equity">Equity that the session starts with, quote units.</param>
/// <param name="TakerFeeRate">Fraction of notional.</param>
/// <param name="HasTrades">Data or feed carry trades or candles.</param>
/// <param name="HasBook">Data or feed carry best bid and ask.</param>
/// <param name="HasMark">Data or feed carry mark prices.</param>
/// <param name="Span">Time that the data cover; null on a live feed.</param>
/// <param name="Limits">The account's risk limits.</param>
public sealed record PreFlightFacts(
    Instrument Instrument,
    decimal Price,
    decimal Equity,
    decimal TakerFeeRate,
    bool HasTrades,
    bool HasBook,
    bool HasMark,
    TimeSpan? Span,
    RiskLimits Limits);
