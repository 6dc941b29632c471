using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Paging;
using Trading.Storage.Results;

namespace Trading.Storage.Tests.Journal;

public sealed class LiveJournalStoreTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Rows_of_an_entry_are_stored_with_it_once_under_its_position(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveJournalStore(database);
        var gen = new RowGen(61);
        var entries = gen.Many<JournalEntry>(3, (row, index) => row with { Stream = "ord-1", Sequence = index + 1 });
        var trips = gen.Many<RoundTripRow>(3, (row, _) => row with { SessionId = "ses-1", Sequence = 0 });
        var records = entries.Zip(trips, (entry, trip) => new LiveRecord(entry) { RoundTrip = trip }).ToArray();

        await store.AppendAsync(records[..2], new ResultBatch(), [], Token);
        await store.AppendAsync([.. records, records[2]], new ResultBatch(), [], Token);

        var positions = (await new JournalStore(database).ReadAfterAsync(0, 100, Token)).Select(row => row.Position).ToList();
        var stored = (await new ResultQueries(database).RoundTripsAsync(new ResultFilter("ses-1"), null, new PageRequest(100, null, SortDirection.Ascending), Token)).Items;
        Assert.Equal(3, positions.Count);
        Assert.Equal(positions, stored.Select(trip => trip.Sequence).Order());
    }

    [Theory, EachEngine]
    public async Task Newest_account_and_every_ledger_line_stand_whatever_order_they_arrive_in(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new LiveJournalStore(database);
        var gen = new RowGen(67);
        var account = gen.One<AccountRow>() with { Id = "acc-a:b", Revision = 2, Balance = 5m };
        var ledger = gen.Many<LedgerRow>(2, (row, index) => row with { AccountId = "acc-a:b", Sequence = index + 1 });
        var alert = gen.One<AlertRow>() with { Id = "alr-1" };

        await store.AppendAsync([], new ResultBatch { Accounts = [account], Ledger = ledger }, [alert], Token);
        await store.AppendAsync([], new ResultBatch { Accounts = [account with { Revision = 1, Balance = 4m }], Ledger = ledger }, [alert], Token);

        var accounts = new AccountStore(database);
        Assert.Equal(5m, (await accounts.FindAsync("acc-a:b", Token))!.Balance);
        Assert.Equal(2, (await accounts.LedgerAsync(new LedgerFilter("acc-a:b"), new PageRequest(10, null, SortDirection.Ascending), Token)).Items.Count);
        Assert.NotNull(await new AlertStore(database).FindAsync("alr-1", Token));
    }
}
