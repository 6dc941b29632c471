using System.Collections.Immutable;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>Judges what reaches an account. Pure: the host makes the events durable, then does the effects.</summary>
public static class AccountMachine
{
    public const string System = "system";

    /// <summary>From a reservation until its order is asked after, unless the order has claimed it.</summary>
    public static readonly TimeSpan ClaimWait = TimeSpan.FromSeconds(10);

    public static AccountDecision Decide(Account account, AccountInput input)
    {
        var turn = new AccountTurn(account);
        return input switch
        {
            Deposit deposit => PostAmount(turn, LedgerKind.Deposit, deposit.Cause, deposit.Amount, deposit.At),
            Withdraw withdraw => PostAmount(turn, LedgerKind.Withdrawal, withdraw.Cause, withdraw.Amount, withdraw.At),
            Correct correct => CorrectBalance(turn, correct),
            JudgeOrder judge => Judge(turn, judge),
            BookPosition book => AccountBooking.Book(turn, book.Booking),
            ClaimOrder claim => Claim(turn, claim),
            EndOrder end => AccountBooking.End(turn, end),
            RefreshMarks refresh => Refresh(turn, refresh),
            OpenGate open => Gate(turn, open.Session, isOpen: true, open.At),
            CloseGate close => Gate(turn, close.Session, isOpen: false, close.At),
            TripKillSwitch trip => Trip(turn, new(trip.Reason, trip.Actor, trip.At, trip.ClosePositions)),
            ResetKillSwitch reset => Reset(turn, reset),
            SetStale stale => stale.IsStale == account.IsStale ? turn.Done() : Emit(turn, new StaleChanged(stale.At, stale.IsStale)),
            FreezeSymbol freeze => string.Equals(account.SymbolOf(freeze.Symbol).Frozen, freeze.Reason, StringComparison.Ordinal)
                ? turn.Done()
                : Emit(turn, new SymbolFrozen(freeze.At, freeze.Symbol, freeze.Reason)),
            ReleaseSymbol release => Release(turn, release),
            ChangeLimits change => Change(turn, change),
            RebuildReservations rebuild => AccountBooking.Rebuild(turn, rebuild),
            _ => throw new InvariantException($"Account {account.Id}: unknown input {input.GetType().Name}."),
        };
    }

    /// <summary>Reservations whose order has not been heard of for 10 s: the host asks the order.</summary>
    public static IEnumerable<Reservation> Unclaimed(Account account, DateTimeOffset now) =>
        account.Reservations.Where(reservation => !reservation.IsClaimed && now - reservation.ReservedAt >= ClaimWait);

    private static AccountDecision PostAmount(AccountTurn turn, LedgerKind kind, string cause, decimal amount, DateTimeOffset at)
    {
        if (turn.Account.RecentCauses.Knows(cause))
        {
            return turn.Done();
        }

        if (amount <= 0m || !LedgerAmount.IsExact(amount))
        {
            return turn.Refuse(AccountRefusal.Amount);
        }

        if (kind is LedgerKind.Withdrawal && amount > turn.Account.Available)
        {
            return turn.Refuse(AccountRefusal.Balance);
        }

        turn.OpenDay(at);
        turn.Post(kind, kind is LedgerKind.Withdrawal ? -amount : amount, cause, at);
        return turn.Done();
    }

    private static AccountDecision CorrectBalance(AccountTurn turn, Correct correct)
    {
        if (turn.Account.RecentCauses.Knows(correct.Cause) || correct.Amount == 0m)
        {
            return turn.Done();
        }

        if (!LedgerAmount.IsExact(correct.Amount))
        {
            return turn.Refuse(AccountRefusal.Amount);
        }

        turn.OpenDay(correct.At);
        turn.Post(LedgerKind.Correction, correct.Amount, correct.Cause, correct.At, new(correct.Symbol));
        return turn.Done();
    }

    /// <summary>A repeated question about an approved order gets the same yes, and nothing is reserved twice.</summary>
    private static AccountDecision Judge(AccountTurn turn, JudgeOrder judge)
    {
        var request = judge.Request;
        if (turn.Account.ReservationOf(request.Id) is { } reservation)
        {
            return turn.Done(new([], reservation.Leverage, reservation));
        }

        if (turn.Account.EndedOrders.Knows(request.Id))
        {
            return turn.Done(new([], request.Leverage, null));
        }

        turn.OpenDay(judge.At);
        var verdict = RiskChecks.Check(turn.Account, request, judge.Market, judge.Instrument, judge.At, turn.Account.Limits);
        if (verdict.Reservation is { } made)
        {
            if (turn.Account.SymbolOf(request.Symbol).Mark != judge.Market.Mark)
            {
                turn.Emit(new SymbolMarked(judge.At, request.Symbol, judge.Market.Mark));
            }

            turn.Emit(new OrderReserved(judge.At, made, RecentOrder.Of(request, judge.At)));
            var isHeld = string.Equals(turn.Account.SymbolOf(request.Symbol).Holder, request.Instance, StringComparison.Ordinal);
            if (request.Purpose is OrderPurpose.Entry && !isHeld)
            {
                turn.Emit(new SymbolHeld(judge.At, request.Symbol, request.Instance));
            }
        }

        return turn.Done(verdict);
    }

    private static AccountDecision Claim(AccountTurn turn, ClaimOrder claim)
    {
        if (turn.Account.ReservationOf(claim.OrderId) is { IsClaimed: false } reservation)
        {
            turn.Emit(new ReservationChanged(claim.At, reservation with { IsClaimed = true }));
        }

        return turn.Done();
    }

    private static AccountDecision Refresh(AccountTurn turn, RefreshMarks refresh)
    {
        foreach (var (symbol, mark) in refresh.Marks)
        {
            // A symbol without position or working order needs no mark: its next order brings its own.
            if (turn.Account.IsInUse(symbol) && turn.Account.SymbolOf(symbol).Mark != mark)
            {
                turn.Emit(new SymbolMarked(refresh.At, symbol, mark));
            }
        }

        turn.OpenDay(refresh.At);
        var equity = turn.Account.Equity;
        if (equity != turn.Account.EvaluatedEquity)
        {
            turn.Emit(new EquityEvaluated(refresh.At, equity));
        }

        return TripOnDrawdown(turn, refresh.At);
    }

    private static AccountDecision Change(AccountTurn turn, ChangeLimits change)
    {
        if (change.Limits != turn.Account.Limits)
        {
            turn.Emit(new LimitsChanged(change.At, change.Limits));
        }

        return TripOnDrawdown(turn, change.At);
    }

    private static AccountDecision TripOnDrawdown(AccountTurn turn, DateTimeOffset at) =>
        turn.Account.KillSwitch is null && turn.Account.DrawdownPct >= turn.Account.Limits.DrawdownPct
            ? Trip(turn, new(RiskReason.Drawdown, System, at, ClosePositions: false))
            : turn.Done();

    /// <summary>A session is started once: an opening that comes after its closing is a late message, and opens nothing.</summary>
    private static AccountDecision Gate(AccountTurn turn, string session, bool isOpen, DateTimeOffset at)
    {
        var (open, closed) = (turn.Account.OpenSessions, turn.Account.ClosedSessions);
        if (closed.Knows(session) || (isOpen && open.Knows(session)))
        {
            return turn.Done();
        }

        return Emit(turn, isOpen
            ? new GatesChanged(at, open.Add(session), closed)
            : new GatesChanged(at, open.Remove(session, StringComparer.Ordinal), closed.Remember(session, AccountFold.RememberedMax)));
    }

    /// <summary>Latches once: a second trip changes nothing but may still ask for the positions to be closed.</summary>
    private static AccountDecision Trip(AccountTurn turn, KillSwitch kill)
    {
        var latched = turn.Account.KillSwitch;
        if (latched is null || (kill.ClosePositions && !latched.ClosePositions))
        {
            turn.Emit(new KillSwitchTripped(latched is null ? kill : latched with { ClosePositions = true }));
            turn.Ask(new AlertAccount(AccountAlert.KillSwitch, kill.Reason));
        }

        var entries = turn.Account.Reservations
            .Where(reservation => reservation.EndedQuantity is null).Select(reservation => reservation.OrderId).ToImmutableArray();
        if (!entries.IsEmpty)
        {
            turn.Ask(new CancelEntries(entries));
        }

        var open = turn.Account.Symbols.Where(symbol => symbol.Quantity != 0m).Select(symbol => symbol.Symbol).ToImmutableArray();
        if (kill.ClosePositions && !open.IsEmpty)
        {
            turn.Ask(new ClosePositions(open));
        }

        return turn.Done();
    }

    private static AccountDecision Reset(AccountTurn turn, ResetKillSwitch reset)
    {
        if (turn.Account.KillSwitch is null)
        {
            return turn.Done();
        }

        return string.IsNullOrWhiteSpace(reset.Reason)
            ? turn.Refuse(AccountRefusal.Reason)
            : Emit(turn, new KillSwitchReset(reset.At, reset.Reason, reset.Actor, turn.Account.Equity));
    }

    private static AccountDecision Release(AccountTurn turn, ReleaseSymbol release)
    {
        if (string.Equals(turn.Account.SymbolOf(release.Symbol).Holder, release.Instance, StringComparison.Ordinal))
        {
            AccountBooking.FreeIfFlat(turn, release.Symbol, release.At);
        }

        return turn.Done();
    }

    private static AccountDecision Emit(AccountTurn turn, AccountEvent change)
    {
        turn.Emit(change);
        return turn.Done();
    }
}
