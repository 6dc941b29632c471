using System.Text.Json;
using Trading.Domain.Accounts;
using Trading.Grains.Journal;
using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Accounts;

/// <summary>What an account tells, as entries and rows.</summary>
internal static class AccountRecords
{
    public static JournalBatch Of(AccountBook book, IReadOnlyList<AccountOutboxEntry> entries, DateTimeOffset now) => new()
    {
        Records = [.. entries.Select(entry => RecordOf(book, entry))],
        Rows = new ResultBatch
        {
            Accounts = [RowOf(book, now)],
            Ledger = [.. entries.Select(entry => entry.News).OfType<AccountChanged>().Select(news => news.Event).OfType<LedgerPosted>()
                .Select(posted => RowOf(book, posted.Entry))],
        },
        Alerts = [.. entries.Where(entry => entry.News is AccountAlerted).Select(entry => AlertOf(book, entry.Sequence, (AccountAlerted)entry.News))],
    };

    private static LiveRecord RecordOf(AccountBook book, AccountOutboxEntry entry) =>
        new(new JournalEntry(
            book.Account.Id, entry.Sequence, "account", book.Opening.Owner, book.Opening.Session, entry.News.At,
            JsonSerializer.Serialize(entry.News, TradingJson.Options)))
        {
            Equity = entry.News is EquityNoted noted && book.Opening.Session is { } session
                ? new EquityRow(session, 0, noted.At, noted.Equity, noted.Balance, (double)noted.DrawdownPct)
                : null,
        };

    private static AlertRow AlertOf(AccountBook book, long sequence, AccountAlerted alert) => new(
        FormattableString.Invariant($"alr-{book.Account.Id}.{sequence}"), book.Opening.Owner, book.Opening.Session, "critical", alert.Code, alert.Detail,
        alert.At);

    private static LedgerRow RowOf(AccountBook book, LedgerEntry entry) => new(
        book.Account.Id, entry.Sequence, book.Opening.Session, entry.At, JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Kind.ToString()), entry.Amount,
        entry.Balance, entry.Cause, entry.Symbol, entry.OrderId, entry.TradeId, entry.Rate, entry.Mark);

    private static AccountRow RowOf(AccountBook book, DateTimeOffset now)
    {
        var (opening, account) = (book.Opening, book.Account);
        return new AccountRow(
            account.Id, opening.Owner, opening.Name, opening.Session, account.Venue, account.Currency, opening.InitialBalance, account.Balance,
            account.Equity, account.Available, account.Reserved, account.PositionMargin, account.KillSwitch is not null, account.KillSwitch?.Reason,
            JsonSerializer.Serialize(account.Limits, TradingJson.Options), opening.At, now, book.Revision);
    }
}
