using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;

namespace Trading.Domain.Accounts;

/// <summary>One decision of an account's book in the making.</summary>
internal sealed class AccountBookTurn(AccountBook book, DateTimeOffset now)
{
    public AccountBook Book { get; private set; } = book;

    public Durability Durability { get; private set; }

    public void Change(AccountBook next, Durability durability = Durability.Now)
    {
        Book = next with { Revision = Book.Revision + 1 };
        Durability = durability > Durability ? durability : Durability;
    }

    /// <summary>Asks the account's own machine; tells what has to be told of its answer.</summary>
    public AccountDecision Ask(AccountInput input)
    {
        var decision = AccountMachine.Decide(Book.Account, input);
        if (decision.Events.Length > 0)
        {
            // Marks alone come again with the next batch.
            var isMarking = decision.Events.All(change => change is SymbolMarked or EquityEvaluated);
            Change(Book with { Account = decision.After, Drawdown = Followed(decision, input.At) }, isMarking ? Durability.Soon : Durability.Now);
        }

        foreach (var change in decision.Events)
        {
            if (change is LedgerPosted or KillSwitchTripped or KillSwitchReset or LimitsChanged or SymbolFrozen)
            {
                Tell(OutboxLimits.Journal, new AccountChanged(change));
            }
        }

        foreach (var effect in decision.Effects)
        {
            Carry(effect);
        }

        return decision;
    }

    public void Tell(string receiver, AccountNews news)
    {
        var sequence = Book.Sequence + 1;
        Change(Book with { Sequence = sequence, Outbox = Book.Outbox.Add(new(sequence, receiver, news)) });
    }

    public void Alert(string code, string detail) => Tell(OutboxLimits.Journal, new AccountAlerted(code, detail, now));

    public AccountBookDecision Done(Acknowledgement? acknowledge = null) => new(Book, Durability, acknowledge);

    private Drawdown? Followed(AccountDecision decision, DateTimeOffset at)
    {
        if (Book.Opening.Session is null)
        {
            return null;
        }

        var account = decision.After;
        var flows = decision.Events.OfType<LedgerPosted>().Where(posted => posted.Entry.Kind is LedgerKind.Deposit or LedgerKind.Withdrawal).Sum(posted => posted.Entry.Amount);
        return (Book.Drawdown?.Shift(flows) ?? Drawdown.From(account.PeakEquity, at)).Observe(account.Equity, at);
    }

    private void Carry(AccountEffect effect)
    {
        switch (effect)
        {
            case CancelEntries cancel:
                foreach (var order in cancel.OrderIds)
                {
                    TellOnce(order, new AccountCommandsOrder(CancelOf(order), now));
                }

                break;
            case ClosePositions close:
                foreach (var symbol in close.Symbols)
                {
                    if (Book.Positions.TryGetValue(symbol.Value, out var position))
                    {
                        TellOnce(position, new AccountClosesPosition(
                            ExitReason.KillSwitch, Book.Account.KillSwitch?.Actor ?? AccountMachine.System, now));
                    }
                }

                break;
            case AlertAccount alert:
                Alert(alert.Code, alert.Detail);
                break;
        }
    }

    // One that was approved may still be on its way to its grain: with what is known of it the cancel is not lost when it comes first.
    private CancelCommand CancelOf(string order) => Book.Account.ReservationOf(order) is { IsClaimed: false } reservation
        ? new CancelCommand(order, OrderReasons.KillSwitch)
        {
            Known = reservation.ToInquiry(Book.Account.Id),
            Context = AccountBookMachine.ContextOf(Book, reservation),
        }
        : new CancelCommand(order, OrderReasons.KillSwitch);

    // A second trip asks for the same again: one command on its way is enough.
    private void TellOnce(string receiver, AccountNews news)
    {
        if (!Book.Outbox.Any(entry => string.Equals(entry.Receiver, receiver, StringComparison.Ordinal)))
        {
            Tell(receiver, news);
        }
    }
}
