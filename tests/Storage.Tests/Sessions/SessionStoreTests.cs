using Trading.Domain.Sessions.Lifecycle;
using Trading.Storage.Datasets;
using Trading.Storage.Paging;
using Trading.Storage.Sessions;

namespace Trading.Storage.Tests.Sessions;

public sealed class SessionStoreTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_session_reads_back_with_its_transitions_and_progress(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var gen = new RowGen(31);
        var session = gen.One<SessionRow>() with { Id = Keys.Fresh("ses") };
        var transitions = gen.Many<SessionTransitionRow>(4, (row, index) => row with { SessionId = session.Id, Sequence = index });
        var progress = gen.One<SessionProgressRow>() with { SessionId = session.Id };

        await store.SaveAsync(session, transitions[..2], Token);
        await store.SaveAsync(session, transitions, Token);
        await store.SaveProgressAsync(progress with { Percent = 1 }, session.Owner, Token);
        await store.SaveProgressAsync(progress, session.Owner, Token);

        Assert.Equal(session, await store.FindAsync(session.Id, Token));
        Assert.Equal(transitions, await store.TransitionsAsync(session.Id, Token));
        Assert.Equal(progress, await store.FindProgressAsync(session.Id, Token));
        Assert.Null(await store.FindAsync("ses-unknown", Token));
        Assert.Null(await store.FindProgressAsync("ses-unknown", Token));
        Assert.Equal([progress], await store.ProgressAsync([session.Id, "ses-unknown"], Token));
        Assert.Empty(await store.ProgressAsync([], Token));
    }

    [Theory, EachEngine]
    public async Task An_older_revision_that_arrives_late_changes_nothing(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var newer = new RowGen(37).One<SessionRow>() with { Id = Keys.Fresh("ses"), Revision = 5, Status = SessionStatus.Completed };

        await store.SaveAsync(newer, [], Token);
        await store.SaveAsync(newer with { Revision = 4, Status = SessionStatus.Running }, [], Token);

        Assert.Equal(newer, await store.FindAsync(newer.Id, Token));
    }

    [Theory, EachEngine]
    public async Task Each_filter_leaves_out_what_differs_in_that_member(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var wanted = new RowGen(41).One<SessionRow>() with
        {
            Id = Keys.Fresh("ses"),
            Owner = Keys.Fresh("u"),
            Name = "n",
            Mode = SessionMode.Backtest,
            Status = SessionStatus.Running,
            AccountId = "acc-1",
            DatasetId = "dat-1",
            Archived = false,
        };
        SessionRow[] others =
        [
            wanted with { Id = Keys.Fresh("ses"), Name = "m" }, wanted with { Id = Keys.Fresh("ses"), Mode = SessionMode.Paper },
            wanted with { Id = Keys.Fresh("ses"), Status = SessionStatus.Failed }, wanted with { Id = Keys.Fresh("ses"), AccountId = "acc-2" },
            wanted with { Id = Keys.Fresh("ses"), DatasetId = null }, wanted with { Id = Keys.Fresh("ses"), Archived = true },
        ];
        foreach (var session in others.Append(wanted))
        {
            await store.SaveAsync(session, [], Token);
        }

        var filter = new SessionFilter(wanted.Owner, "n", SessionMode.Backtest, SessionStatus.Running, "acc-1", "dat-1");
        var exact = await store.ListAsync(filter, PageRequest.First, Token);
        var unarchived = await store.ListAsync(new SessionFilter(wanted.Owner), PageRequest.First, Token);
        var all = await store.ListAsync(new SessionFilter(wanted.Owner, Archived: null), PageRequest.First, Token);

        Assert.Equal([wanted], exact.Items);
        Assert.Empty((await store.ListAsync(filter with { Dataset = "dat-2" }, PageRequest.First, Token)).Items);
        Assert.Equal(6, unarchived.Items.Count);
        Assert.Equal(7, all.Items.Count);
    }

    [Theory, EachEngine]
    public async Task Sessions_of_a_dataset_are_found_by_its_id_and_by_its_name(StorageEngine engine)
    {
        var store = new SessionStore(engines.Shared(engine));
        var gen = new RowGen(43);
        var dataset = gen.One<DatasetRow>() with { Id = Keys.Fresh("dat"), Owner = Keys.Fresh("u"), Name = Keys.Fresh("n") };
        var session = gen.One<SessionRow>() with { Id = Keys.Fresh("ses"), Owner = dataset.Owner, DatasetId = dataset.Id, Archived = false };
        Assert.True(await new DatasetStore(engines.Shared(engine)).CreateAsync(dataset, Token));
        await store.SaveAsync(session, [], Token);
        await store.SaveAsync(session with { Id = Keys.Fresh("ses"), DatasetId = Keys.Fresh("dat") }, [], Token);

        var byId = await store.ListAsync(new SessionFilter(session.Owner, Dataset: dataset.Id), PageRequest.First, Token);
        var byName = await store.ListAsync(new SessionFilter(session.Owner, Dataset: dataset.Name), PageRequest.First, Token);

        Assert.Equal([session], byId.Items);
        Assert.Equal([session], byName.Items);
    }
}
