using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Accounts;

/// <summary>The read model of accounts that live beyond a run. Those of a backtest are written with its results.</summary>
public sealed class AccountStore(TradingDatabase database) : IAccountQueries
{
    internal static readonly Table<AccountRow> Accounts = new("accounts", ["id"]);
    internal static readonly Table<LedgerRow> Ledger = new("ledger_entries", ["account_id", "sequence"]);
    internal static readonly Table<PositionRow> Positions = new("positions", ["id"]);

    /// <summary>Saves an account with its new ledger lines and positions, in one transaction. Repeated or overtaken by a newer revision it changes nothing.</summary>
    public Task SaveAsync(
        AccountRow account, IReadOnlyCollection<LedgerRow> ledger, IReadOnlyCollection<PositionRow> positions, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await Accounts.InsertAsync(connection, [account], Existing.ReplaceOlder, cancellationToken);
                await Ledger.InsertAsync(connection, ledger, Existing.Keep, cancellationToken);
                await Positions.InsertAsync(connection, positions, Existing.ReplaceOlder, cancellationToken);
            },
            cancellationToken);

    public Task<AccountRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<AccountRow>($"{Accounts.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<AccountRow>> ListAsync(AccountFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<AccountRow>(Accounts, "created_at", "id")
            .Where("owner", filter.Owner)
            .Where("name", filter.Name)
            .Where("session_id", filter.Session)
            .Where("venue", filter.Venue)
            .PageAsync(database, page, cancellationToken);

    public Task<Page<LedgerRow>> LedgerAsync(LedgerFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<LedgerRow>(Ledger, "sequence", "account_id")
            .Where("account_id", filter.Account)
            .Where("kind", filter.Kind)
            .Where("symbol", filter.Symbol)
            .Where("order_id", filter.Order)
            .PageAsync(database, page, cancellationToken);

    public Task<PositionRow?> FindPositionAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<PositionRow>($"{Positions.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<PositionRow>> PositionsAsync(PositionFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        // Sorted by id: the time of a position's last change moves while a client turns pages.
        var listing = new Listing<PositionRow>(Positions, "id")
            .Where("owner", filter.Owner)
            .Where("account_id", filter.Account)
            .Where("session_id", filter.Session)
            .Where("symbol", filter.Symbol);
        return (filter.IncludeFlat ? listing : listing.WhereSql("quantity <> @flat", "flat", 0m)).PageAsync(database, page, cancellationToken);
    }
}
