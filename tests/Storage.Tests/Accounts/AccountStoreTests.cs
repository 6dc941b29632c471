using Trading.Storage.Accounts;
using Trading.Storage.Paging;

namespace Trading.Storage.Tests.Accounts;

public sealed class AccountStoreTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_account_is_saved_with_its_ledger_and_positions(StorageEngine engine)
    {
        var store = new AccountStore(engines.Shared(engine));
        var gen = new RowGen(43);
        var account = gen.One<AccountRow>() with { Id = Keys.Fresh("acc"), Owner = Keys.Fresh("u"), Revision = 2 };
        var ledger = gen.Many<LedgerRow>(5, (row, index) => row with { AccountId = account.Id, Sequence = index + 1 });
        var positions = gen.Many<PositionRow>(
            2, (row, index) => row with { Id = $"pos-{account.Id}-{index}", AccountId = account.Id, Owner = account.Owner, Quantity = index * -1.5m, Revision = 2 });

        await store.SaveAsync(account, ledger[..3], positions, Token);
        await store.SaveAsync(account with { Revision = 1, Balance = 0m }, ledger, [positions[1] with { Revision = 1, MarkPrice = 0m }], Token);

        Assert.Equal(account, await store.FindAsync(account.Id, Token));
        Assert.Equal([account], (await store.ListAsync(new AccountFilter(account.Owner, account.Name, account.SessionId, account.Venue), PageRequest.First, Token)).Items);
        Assert.Equal(ledger.Reverse(), (await store.LedgerAsync(new LedgerFilter(account.Id), PageRequest.First, Token)).Items);
        Assert.Equal(positions[1], await store.FindPositionAsync(positions[1].Id, Token));
        Assert.Equal([positions[1]], (await store.PositionsAsync(new PositionFilter(account.Owner), PageRequest.First, Token)).Items);
        Assert.Equal(2, (await store.PositionsAsync(new PositionFilter(Account: account.Id, IncludeFlat: true), PageRequest.First, Token)).Items.Count);
    }
}
