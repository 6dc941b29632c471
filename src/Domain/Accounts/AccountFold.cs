namespace Trading.Domain.Accounts;

/// <summary>Folds what happened into an account. Total: an event that no state allows is our bug.</summary>
public static class AccountFold
{
    /// <summary>Causes and ended orders remembered: more than a caller repeats, few enough to copy.</summary>
    public const int RememberedMax = 100;

    /// <exception cref="InvariantException">The event does not fit the account.</exception>
    public static Account Apply(this Account account, AccountEvent change) => change switch
    {
        LedgerPosted posted => Post(account, posted.Entry),
        PositionBooked booked => account.With(account.SymbolOf(booked.Symbol) with
        {
            Quantity = booked.Quantity,
            Cost = booked.Cost,
            Margin = booked.Margin,
            Leverage = booked.Leverage,
            Mark = booked.Mark,
            PositionSequence = booked.PositionSequence,
        }),
        OrderReserved reserved => Reserve(account, reserved),
        ReservationChanged changed => account with
        {
            Reservations = account.Reservations.SetItem(IndexOf(account, changed.Reservation.OrderId), changed.Reservation),
        },
        ReservationReleased released => account with
        {
            Reservations = account.Reservations.RemoveAt(IndexOf(account, released.OrderId)),
            EndedOrders = account.EndedOrders.Remember(released.OrderId, RememberedMax),
        },
        SymbolHeld held => account.With(account.SymbolOf(held.Symbol) with { Holder = held.Holder }),
        SymbolMarked marked => account.With(account.SymbolOf(marked.Symbol) with { Mark = marked.Mark }),
        SymbolFrozen frozen => account.With(account.SymbolOf(frozen.Symbol) with { Frozen = frozen.Reason }),
        DayOpened opened => account with { Day = opened.Day, DayOpeningEquity = opened.Equity, DayLowestEquity = opened.Equity },
        EquityEvaluated evaluated => account with
        {
            EvaluatedEquity = evaluated.Equity,
            PeakEquity = Math.Max(account.PeakEquity, evaluated.Equity),
            DayLowestEquity = Math.Min(account.DayLowestEquity, evaluated.Equity),
        },
        KillSwitchTripped tripped => account with { KillSwitch = tripped.KillSwitch },
        KillSwitchReset reset => account with { KillSwitch = null, PeakEquity = reset.Equity, EvaluatedEquity = reset.Equity },
        GatesChanged gates => account with { OpenSessions = gates.OpenSessions, ClosedSessions = gates.ClosedSessions },
        StaleChanged stale => account with { IsStale = stale.IsStale },
        LimitsChanged limits => account with { Limits = limits.Limits },
        _ => throw new InvariantException($"Account {account.Id}: unknown event {change.GetType().Name}."),
    };

    private static Account Post(Account account, LedgerEntry entry)
    {
        if (entry.Sequence != account.LedgerSequence + 1 || entry.Balance != account.Balance + entry.Amount)
        {
            throw new InvariantException($"Account {account.Id}: ledger line {entry.Sequence} does not follow {account.LedgerSequence}.");
        }

        var posted = account with { Balance = entry.Balance, LedgerSequence = entry.Sequence };
        return entry.Kind switch
        {
            LedgerKind.Deposit or LedgerKind.Withdrawal => posted with
            {
                DayOpeningEquity = account.DayOpeningEquity + entry.Amount,
                DayLowestEquity = account.DayLowestEquity + entry.Amount,
                PeakEquity = account.PeakEquity + entry.Amount,
                EvaluatedEquity = account.EvaluatedEquity + entry.Amount,
                RecentCauses = account.RecentCauses.Remember(entry.Cause, RememberedMax),
            },
            LedgerKind.Correction => posted with { RecentCauses = account.RecentCauses.Remember(entry.Cause, RememberedMax) },
            _ => posted,
        };
    }

    private static Account Reserve(Account account, OrderReserved reserved)
    {
        var recent = account.RecentOrders;
        if (reserved.Approved is { } approved)
        {
            var since = reserved.At - PaceWindow(account);
            recent = [.. recent.Where(order => order.At > since), approved];
        }

        return account with { Reservations = account.Reservations.Add(reserved.Reservation), RecentOrders = recent };
    }

    private static TimeSpan PaceWindow(Account account) =>
        account.Limits.IdenticalOrderWindow > TimeSpan.FromSeconds(1) ? account.Limits.IdenticalOrderWindow : TimeSpan.FromSeconds(1);

    private static int IndexOf(Account account, string orderId)
    {
        for (var index = 0; index < account.Reservations.Length; index++)
        {
            if (string.Equals(account.Reservations[index].OrderId, orderId, StringComparison.Ordinal))
            {
                return index;
            }
        }

        throw new InvariantException($"Account {account.Id}: no reservation of order {orderId}.");
    }
}
