using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies;

/// <summary>What only the start of a session knows about one strategy on one symbol.</summary>
public static class StrategyPreFlight
{
    /// <param name="pointer">Put before each error's pointer.</param>
    public static ImmutableArray<ValidationError> Check(CompiledStrategy strategy, PreFlightFacts facts, string pointer) => throw new NotImplementedException();
}

/// <param name="Price">Today's price: the first one of the data, or the newest.</param>
/// <param name="Equity">Equity that the session starts with, quote units.</param>
/// <param name="HasTrades">Data or feed carry trades or candles.</param>
/// <param name="HasBook">Data or feed carry best bid and ask.</param>
/// <param name="HasMark">Data or feed carry mark prices.</param>
/// <param name="Span">Time that the data cover; null on a live feed.</param>
/// <param name="OrderNotionalPctMax">Risk limit, percent of equity.</param>
/// <param name="PositionNotionalPctMax">Risk limit, percent of equity.</param>
/// <param name="LeverageMax">Risk limit.</param>
public sealed record PreFlightFacts(
    Instrument Instrument,
    decimal Price,
    decimal Equity,
    decimal TakerFeeRate,
    bool HasTrades,
    bool HasBook,
    bool HasMark,
    TimeSpan? Span,
    decimal OrderNotionalPctMax,
    decimal PositionNotionalPctMax,
    int LeverageMax);
