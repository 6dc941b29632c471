using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Risk;

/// <summary>Every check of an order, in every mode (spec: money, Risk). All run, all failures are told.</summary>
public static class RiskChecks
{
    /// <param name="now">Event time in lock-step, else exchange time.</param>
    public static RiskVerdict Check(
        Account account, OrderRequest request, RiskMarket market, Instrument instrument, DateTimeOffset now, RiskLimits limits)
    {
        var prices = OrderPrices.Of(request, market);
        var failures = new List<RiskFailure>();
        if (request.ReduceOnly)
        {
            var held = Math.Abs(account.SymbolOf(request.Symbol).Quantity);
            FilterChecks.Check(request, instrument, prices.Notional, closesAll: held > 0m && request.Quantity >= held, failures);
            return new([.. failures], LeverageOf(account, request), null);
        }

        var leverage = LeverageOf(account, request);
        var reservation = new Reservation(
            request.Id, request.Session, request.Instance, request.Purpose, request.Symbol, request.Side, request.Quantity, prices.Reserved,
            leverage, account.TakerFeeRate, 0m, null, now, IsClaimed: false);
        var outlook = Outlook.Of(account, reservation, market.Mark);

        if (outlook.Equity <= 0m)
        {
            failures.Add(new(RiskReason.EquityNotPositive, Text($"Equity must be above 0, found {outlook.Equity}.")));
        }

        CheckTradingAllowed(account, request, failures);
        FilterChecks.Check(request, instrument, prices.Notional, closesAll: false, failures);
        if (reservation.Amount > account.Available)
        {
            failures.Add(new(RiskReason.InsufficientMargin, Text($"The order reserves {reservation.Amount}, available are {account.Available}.")));
        }

        CheckMarket(market, prices, now, limits, failures);
        CheckShares(outlook, request.Quantity * prices.Notional, limits, failures);
        CheckLeverage(leverage, outlook, request, prices, instrument, limits, failures);
        CheckLosses(account, limits, failures);
        CheckPace(account, request, now, limits, failures);
        return new([.. failures], leverage, failures.Count == 0 ? reservation : null);
    }

    /// <summary>A position keeps its leverage until it is flat, and a working entry has set the one that its symbol will have.</summary>
    private static int LeverageOf(Account account, OrderRequest request)
    {
        var symbol = account.SymbolOf(request.Symbol);
        if (symbol.Quantity != 0m)
        {
            return symbol.Leverage;
        }

        foreach (var working in account.Reservations)
        {
            if (working.Symbol == request.Symbol)
            {
                return working.Leverage;
            }
        }

        return Math.Max(1, request.Leverage);
    }

    private static void CheckTradingAllowed(Account account, OrderRequest request, List<RiskFailure> failures)
    {
        if (account.KillSwitch is { } kill)
        {
            failures.Add(new(RiskReason.KillSwitch, Text($"The kill switch is on since {kill.At:O}: {kill.Reason}.")));
        }

        if (request.Session.Length > 0 && !account.OpenSessions.Knows(request.Session))
        {
            failures.Add(new(RiskReason.SessionNotRunning, Text($"Session {request.Session} does not take entries.")));
        }

        if (account.IsStale)
        {
            failures.Add(new(RiskReason.AccountStale, "The account waits for a snapshot from the exchange."));
        }

        var symbol = account.SymbolOf(request.Symbol);
        if (symbol.Frozen.Length > 0)
        {
            failures.Add(new(RiskReason.SymbolFrozen, Text($"{request.Symbol} is frozen: {symbol.Frozen}.")));
        }

        if (symbol.Holder.Length > 0 && !string.Equals(symbol.Holder, request.Instance, StringComparison.Ordinal))
        {
            failures.Add(new(RiskReason.SymbolBusy, Text($"{request.Symbol} is held by {symbol.Holder}.")));
        }
        else if (symbol.Holder.Length == 0 && request.Instance.Length > 0 && (symbol.Quantity != 0m || IsWorked(account, request.Symbol)))
        {
            // What it saw as flat need not be flat any more: mixed with another's, its position would never be its own to close.
            failures.Add(new(RiskReason.SymbolBusy, Text($"{request.Symbol} is traded by hand.")));
        }
    }

    private static bool IsWorked(Account account, Symbol symbol)
    {
        foreach (var working in account.Reservations)
        {
            if (working.Symbol == symbol)
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckMarket(RiskMarket market, OrderPrices prices, DateTimeOffset now, RiskLimits limits, List<RiskFailure> failures)
    {
        var ageMax = market.MessageAgeMax ?? limits.MarketDataAge;
        if (market.LastMessageAt is not { } last)
        {
            failures.Add(new(RiskReason.MarketDataAge, "The symbol's feed has said nothing yet."));
        }
        else if (now - last > ageMax)
        {
            failures.Add(new(RiskReason.MarketDataAge, Text($"The feed's last message may be {ageMax} old, found {now - last}.")));
        }
        else if (market.IsLagging)
        {
            failures.Add(new(RiskReason.MarketDataAge, "The decision was made far behind the feed: events wait that it did not know of."));
        }

        if (market.Mark <= 0m || !prices.AreKnown)
        {
            failures.Add(new(RiskReason.NoPrice, "The market gives no price to judge the order by."));
        }
        else if (Math.Abs(prices.Collar - market.Mark) * 100m > limits.PriceCollarPct * market.Mark)
        {
            failures.Add(new(
                RiskReason.PriceCollar, Text($"Price must be within {limits.PriceCollarPct} % of the mark {market.Mark}, found {prices.Collar}.")));
        }
    }

    private static void CheckShares(Outlook outlook, decimal orderNotional, RiskLimits limits, List<RiskFailure> failures)
    {
        AtMost(RiskReason.OrderNotional, "Order notional", orderNotional, limits.OrderNotionalPct);
        AtMost(RiskReason.PositionNotional, "Position notional", outlook.PositionNotional, limits.PositionNotionalPct);
        AtMost(RiskReason.Exposure, "Exposure", outlook.Exposure, limits.ExposurePct);
        if (outlook.OpenPositions > limits.OpenPositions)
        {
            failures.Add(new(
                RiskReason.OpenPositions, Text($"At most {limits.OpenPositions} symbols may be open, with this order they are {outlook.OpenPositions}.")));
        }

        AtMost(RiskReason.MarginUsed, "Margin used", outlook.MarginUsed, limits.MarginUsedPct);

        void AtMost(string reason, string name, decimal amount, decimal pct)
        {
            // Without equity a percent of it says nothing; that alone refuses.
            if (outlook.Equity > 0m && amount * 100m > pct * outlook.Equity)
            {
                failures.Add(new(reason, Text($"{name} must be at most {pct} % of the equity {outlook.Equity}, found {amount}.")));
            }
        }
    }

    private static void CheckLeverage(
        int leverage, Outlook outlook, OrderRequest request, OrderPrices prices, Instrument instrument, RiskLimits limits, List<RiskFailure> failures)
    {
        var most = Math.Min(limits.Leverage, instrument.TierOf(outlook.WorseQuantity, outlook.WorseQuantity * prices.Notional).MaxLeverage);
        if (request.Leverage < 1 || leverage > most)
        {
            failures.Add(new(RiskReason.Leverage, Text($"Leverage must be 1 to {most}, found {(request.Leverage < 1 ? request.Leverage : leverage)}.")));
        }
    }

    private static void CheckLosses(Account account, RiskLimits limits, List<RiskFailure> failures)
    {
        if (account.DayWorstLossPct >= limits.DayLossPct)
        {
            failures.Add(new(RiskReason.DayLoss, Text($"The day's loss of {account.DayWorstLossPct:0.####} % has reached {limits.DayLossPct} %.")));
        }

        if (account.DrawdownPct >= limits.DrawdownPct)
        {
            failures.Add(new(RiskReason.Drawdown, Text($"The drawdown of {account.DrawdownPct:0.####} % has reached {limits.DrawdownPct} %.")));
        }
    }

    private static void CheckPace(Account account, OrderRequest request, DateTimeOffset now, RiskLimits limits, List<RiskFailure> failures)
    {
        var withinSecond = 0;
        var isRepeated = false;
        foreach (var recent in account.RecentOrders)
        {
            withinSecond += now - recent.At < TimeSpan.FromSeconds(1) ? 1 : 0;

            // Clocks differ: an approval may seem to be of the future, and no window is none for it either.
            isRepeated |= limits.IdenticalOrderWindow > TimeSpan.Zero && now - recent.At < limits.IdenticalOrderWindow && recent.IsSameOrder(request);
        }

        if (withinSecond >= limits.OrdersPerSecond)
        {
            failures.Add(new(RiskReason.OrdersPerSecond, Text($"At most {limits.OrdersPerSecond} orders a second, this would be {withinSecond + 1}.")));
        }

        if (isRepeated)
        {
            failures.Add(new(RiskReason.IdenticalOrder, Text($"The same order was approved less than {limits.IdenticalOrderWindow} ago.")));
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
