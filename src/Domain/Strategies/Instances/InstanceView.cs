using System.Runtime.InteropServices;
using Trading.Domain.Positions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What an instance sees at one event besides its indicators.</summary>
/// <param name="Last">Last trade price, quote units; 0 when there was none.</param>
/// <param name="Bid">Best bid; 0 without a book.</param>
/// <param name="Ask">Best ask; 0 without a book.</param>
/// <param name="Mark">Mark price of the decision event.</param>
/// <param name="Stop">The protective stop that rests at the venue.</param>
/// <param name="Equity">Equity of the account, quote units.</param>
/// <param name="DayStartEquity">Equity at the start of the UTC day.</param>
/// <param name="TakerFeeRate">Fraction of notional.</param>
/// <param name="SlotFree">A signal slot of the session is free.</param>
/// <param name="SymbolFree">No other instance holds this (account, symbol).</param>
/// <param name="Protection">The position's plan where it was replaced by hand; null for the document's.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct InstanceView(
    decimal Last,
    decimal Bid,
    decimal Ask,
    decimal Mark,
    PositionView Position,
    ProtectiveStop Stop,
    decimal Equity,
    decimal DayStartEquity,
    decimal TakerFeeRate,
    bool SlotFree,
    bool SymbolFree,
    ProtectionPlan? Protection = null)
{
    /// <summary>What to show as the price of a moment: the last trade, else the mark.</summary>
    public decimal Price => Last > 0m ? Last : Mark;

    /// <summary>Best bid, or the last trade or mark where no book is known.</summary>
    public decimal BestBid => Bid > 0m ? Bid : Price;

    /// <summary>Best ask, or the last trade or mark where no book is known.</summary>
    public decimal BestAsk => Ask > 0m ? Ask : Price;
}

/// <summary>What the position's protective stop order does at the venue.</summary>
public enum ProtectiveStop : byte
{
    None = 0,
    Resting = 1,

    /// <summary>It reached its trigger and is closing the position.</summary>
    Triggered = 2,
}
