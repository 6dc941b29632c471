using System.Collections.Immutable;
using Trading.Domain.Outboxes;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

public static partial class AccountBookMachine
{
    /// <summary>Marks as of now: equity, day loss and drawdown are evaluated.</summary>
    public static AccountBookDecision Mark(AccountBook book, ImmutableArray<SymbolMark> marks, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, at);
        turn.Ask(new RefreshMarks(marks, at));
        NoteEquity(turn, at);
        return turn.Done();
    }

    /// <summary>In lock-step: marks of what is held, as of one instant. Behind a report and at each whole minute it makes a point of the equity curve.</summary>
    /// <param name="after">The evaluation before: another than the account's last means that a crash has lost some, and nothing is done.</param>
    public static AccountBookDecision Evaluate(AccountBook book, ImmutableArray<SymbolMark> marks, EvaluationPoint point, EvaluationPoint after)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (!point.IsAfter(book.EvaluatedTo) || after != book.EvaluatedTo)
        {
            return new(book, Durability.None);
        }

        var turn = new AccountBookTurn(book with { EvaluatedTo = point }, point.At);
        turn.Ask(new RefreshMarks([.. marks.Where(mark => book.Account.SymbolOf(mark.Symbol).Quantity != 0m)], point.At));
        if (point.Report > 0 || point.At.Ticks % TimeSpan.TicksPerMinute == 0)
        {
            TellEquity(turn, point.At);
        }

        return turn.Done();
    }

    /// <param name="cause">Id of the command; applied once.</param>
    /// <param name="amount">Above 0 deposits, below 0 withdraws.</param>
    public static AccountBookDecision Transfer(AccountBook book, string cause, decimal amount, DateTimeOffset at) => Command(
        book,
        amount < 0m ? new Withdraw(cause, -amount, at) : new Deposit(cause, amount, at));

    /// <summary>Changes the limits that are named; the others stay as they are.</summary>
    public static AccountBookDecision ChangeLimits(AccountBook book, RiskLimitsChange change, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(change);
        return Command(book, new ChangeLimits(change.Over(book.Account.Limits), at));
    }

    public static AccountBookDecision TripKillSwitch(AccountBook book, string reason, string actor, bool closePositions, DateTimeOffset at) =>
        Command(book, new TripKillSwitch(reason, actor, closePositions, at));

    public static AccountBookDecision ResetKillSwitch(AccountBook book, string reason, string actor, DateTimeOffset at) =>
        Command(book, new ResetKillSwitch(reason, actor, at));

    private static AccountBookDecision Command(AccountBook book, AccountInput input)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, input.At);
        var decision = turn.Ask(input);
        return turn.Done() with { Refusal = decision.Refusal };
    }
}
