using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Outboxes;

namespace Trading.Domain.Accounts;

public static partial class AccountBookMachine
{
    /// <summary>What the venue's wallet holds. Never in lock-step.</summary>
    public static AccountBookDecision Compare(AccountBook book, VenueWallet wallet, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, now);
        if (!book.HasRoom || book.Opening.Clock is not null)
        {
            return turn.Done();
        }

        var decision = WalletMachine.Decide(book.Account, book.WalletDrift, wallet, now);
        if (decision.Drift != book.WalletDrift)
        {
            // It may be counted anew after a crash.
            turn.Change(book with { WalletDrift = decision.Drift }, Durability.None);
        }

        if (decision.Correction is { } correction)
        {
            turn.Ask(correction);
            turn.Alert(AccountAlert.WalletDrift, FormattableString.Invariant(
                $"The venue's wallet holds {wallet.Balance}, {book.Account.Balance} was booked here, with nothing held or open; corrected by {correction.Amount}."));
        }

        return turn.Done();
    }

    /// <summary>
    /// The connection to the venue is lost, or what happened there meanwhile has been read and passed on. Repeating it changes nothing. Never in
    /// lock-step: there the venue is part of the run.
    /// </summary>
    public static AccountBookDecision SetStale(AccountBook book, bool isStale, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        var turn = new AccountBookTurn(book, now);
        if (book.Opening.Clock is not null || book.Account.IsStale == isStale)
        {
            return turn.Done();
        }

        turn.Ask(new SetStale(isStale, now));
        if (isStale)
        {
            turn.Alert(AccountAlert.Stale, "The connection to the venue is lost. Entries are refused until what happened there meanwhile has been read; cancels and exits go on.");
        }

        return turn.Done();
    }

    /// <summary>The drift of a symbol is understood: entries are taken again.</summary>
    public static AccountBookDecision Unfreeze(AccountBook book, Symbol symbol, DateTimeOffset at) =>
        Command(book, new FreezeSymbol(symbol, "", at));
}
