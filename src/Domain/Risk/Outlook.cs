using Trading.Domain.Accounts;
using Trading.Domain.Orders;

namespace Trading.Domain.Risk;

/// <summary>The account as it would stand with one more order, everything in flight counted.</summary>
/// <param name="Equity">Now, the order's symbol at the mark that the order's decision saw.</param>
/// <param name="WorseQuantity">max(|q + open buys|, |q − open sells|) of the order's symbol, base units.</param>
/// <param name="PositionNotional">That at the mark.</param>
/// <param name="Exposure">Σ position notional over symbols.</param>
/// <param name="OpenPositions">Symbols with a position or a working entry.</param>
/// <param name="MarginUsed">Σ margin + reserved.</param>
internal readonly record struct Outlook(
    decimal Equity, decimal WorseQuantity, decimal PositionNotional, decimal Exposure, int OpenPositions, decimal MarginUsed)
{
    public static Outlook Of(Account account, Reservation order, decimal mark)
    {
        var symbol = account.SymbolOf(order.Symbol);
        var worse = WorseQuantityOf(account, symbol, order);
        var notional = worse * mark;
        var equity = account.Balance + (mark * symbol.Quantity) - symbol.Cost;
        var exposure = notional;
        var open = 1;
        foreach (var other in account.Symbols)
        {
            if (other.Symbol != order.Symbol)
            {
                var quantity = WorseQuantityOf(account, other, null);
                equity += other.UnrealizedPnl;
                exposure += quantity * other.Mark;
                open += quantity == 0m ? 0 : 1;
            }
        }

        return new(equity, worse, notional, exposure, open, account.PositionMargin + account.Reserved + order.Amount);
    }

    private static decimal WorseQuantityOf(Account account, AccountSymbol symbol, Reservation? order)
    {
        var buys = LeavesOf(order, Side.Buy);
        var sells = LeavesOf(order, Side.Sell);
        foreach (var working in account.Reservations)
        {
            if (working.Symbol == symbol.Symbol)
            {
                buys += LeavesOf(working, Side.Buy);
                sells += LeavesOf(working, Side.Sell);
            }
        }

        return Math.Max(Math.Abs(symbol.Quantity + buys), Math.Abs(symbol.Quantity - sells));
    }

    private static decimal LeavesOf(Reservation? order, Side side) => order is { } working && working.Side == side ? working.LeavesQuantity : 0m;
}
