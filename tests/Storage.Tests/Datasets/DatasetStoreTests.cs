using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Storage.Datasets;
using Trading.Storage.Paging;
using Trading.Storage.Sessions;

namespace Trading.Storage.Tests.Datasets;

public sealed class DatasetStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_completed_import_is_visible_as_a_whole(StorageEngine engine)
    {
        var (store, queries, segments) = Stores(engine);
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");
        await store.AppendSegmentAsync(import.Id, "run-1", Segment(1, Now.AddHours(1)), Token);
        await store.AppendSegmentAsync(import.Id, "run-1", Segment(0, Now), Token);
        var hidden = await segments.ListAsync(dataset.Id, Btc, "trades", cancellationToken: Token);
        var before = await queries.FindAsync(dataset.Id, Token);

        var outcome = await store.CompleteAsync(Result(dataset, import, Now, Now.AddHours(2)) with { Errors = [new ImportErrorRow(import.Id, 0, 17, "malformed", "found 'x'")], BadRowCount = 1 }, Token);

        var listed = await segments.ListAsync(dataset.Id, Btc, "trades", cancellationToken: Token);
        Assert.Equal(CompleteOutcome.Completed, outcome);
        Assert.Empty(hidden);
        Assert.Equal((DatasetStates.Importing, DatasetStates.Ready), (before?.State, (await queries.FindAsync(dataset.Id, Token))?.State));
        Assert.Equal([0, 1], listed.Select(segment => segment.Ordinal));
        Assert.Equal([Now, Now.AddHours(1)], listed.Select(segment => segment.From));
        Assert.Equal([(byte)1, 2, 3], await segments.ReadAsync(listed[1].Id, Token));
        using var rented = segments.Read(listed[0].Id);
        Assert.Equal([(byte)0, 2, 3], rented.Memory.ToArray());
        Assert.Equal(3, listed[0].ByteCount);
        Assert.Equal([new ImportErrorRow(import.Id, 0, 17, "malformed", "found 'x'")], await queries.ImportErrorsAsync([import.Id], Token));
        var done = Assert.Single(await queries.ImportsAsync([dataset.Id], Token));
        Assert.Equal((DatasetStates.Ready, 100.0, 20L, 1L), (done.State, done.ProgressPct, done.RowCount, done.BadRowCount));
        Assert.Equal(Btc, Assert.Single(await queries.SymbolsAsync([dataset.Id], Token)).Instrument.Symbol);
        Assert.Equal(Now.AddHours(2), Assert.Single(await queries.SeriesAsync([dataset.Id], Token)).To);
    }

    [Theory, EachEngine]
    public async Task The_instrument_of_a_later_import_replaces_the_one_of_the_first(StorageEngine engine)
    {
        var (store, queries, _) = Stores(engine);
        var dataset = await CreateAsync(store);
        await store.CompleteAsync(Result(dataset, await ImportAsync(store, dataset, "imp-1"), Now, Now.AddHours(1)), Token);
        var later = Result(dataset, await ImportAsync(store, dataset, "imp-2"), Now.AddHours(2), Now.AddHours(3));
        var instrument = later.Symbol.Instrument with { TickSize = 0.5m, MaxLeverage = 20 };

        var outcome = await store.CompleteAsync(later with { Symbol = later.Symbol with { Instrument = instrument } }, Token);

        Assert.Equal(CompleteOutcome.Completed, outcome);
        var shown = Assert.Single(await queries.SymbolsAsync([dataset.Id], Token)).Instrument;
        Assert.Equal((0.5m, 20), (shown.TickSize, shown.MaxLeverage));
    }

    [Theory, EachEngine]
    public async Task Segments_outside_the_wanted_span_are_left_out(StorageEngine engine)
    {
        var (store, _, segments) = Stores(engine);
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");
        for (var hour = 0; hour < 4; hour++)
        {
            await store.AppendSegmentAsync(import.Id, "run-1", Segment(hour, Now.AddHours(hour)), Token);
        }

        await store.CompleteAsync(Result(dataset, import, Now, Now.AddHours(4)), Token);

        var listed = await segments.ListAsync(dataset.Id, Btc, "trades", Now.AddHours(1).AddMinutes(30), Now.AddHours(2), Token);
        Assert.Equal([1, 2], listed.Select(segment => segment.Ordinal));
    }

    [Theory, EachEngine]
    public async Task A_failed_import_adds_nothing_but_its_errors(StorageEngine engine)
    {
        var (store, queries, segments) = Stores(engine);
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");
        await store.AppendSegmentAsync(import.Id, "run-1", Segment(0, Now), Token);

        var failed = await store.FailAsync(
            new ImportFailure(import.Id, "run-1", "malformed", "line 2: found 'x'", 1, 1, [new ImportErrorRow(import.Id, 0, 2, "malformed", "found 'x'")], Now), Token);

        Assert.True(failed);
        Assert.Empty(await segments.ListAsync(dataset.Id, Btc, "trades", cancellationToken: Token));
        Assert.Empty(await queries.SeriesAsync([dataset.Id], Token));
        var row = await queries.FindImportAsync(import.Id, Token);
        Assert.Equal((DatasetStates.Failed, "malformed", "line 2: found 'x'"), (row?.State, row?.FailureCode, row?.FailureDetail));
        Assert.Equal(DatasetStates.Failed, (await queries.FindAsync(dataset.Id, Token))?.State);
        Assert.Single(await queries.ImportErrorsAsync([import.Id], Token));
    }

    [Theory, EachEngine]
    public async Task A_new_run_starts_empty_and_the_former_is_refused(StorageEngine engine)
    {
        var (store, queries, segments) = Stores(engine);
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");
        await store.AppendSegmentAsync(import.Id, "run-1", Segment(0, Now), Token);

        Assert.True(await store.BeginRunAsync(import.Id, "run-2", Now, Token));

        await Assert.ThrowsAsync<StaleRunException>(() => store.AppendSegmentAsync(import.Id, "run-1", Segment(1, Now), Token));
        await Assert.ThrowsAsync<StaleRunException>(() => store.ReportProgressAsync(import.Id, "run-1", 50, 1, 0, Now, Token));
        Assert.Equal(CompleteOutcome.StaleRun, await store.CompleteAsync(Result(dataset, import, Now, Now), Token));
        Assert.False(await store.FailAsync(new ImportFailure(import.Id, "run-1", "x", "x", 0, 0, [], Now), Token));
        await store.AppendSegmentAsync(import.Id, "run-2", Segment(0, Now), Token);
        await store.ReportProgressAsync(import.Id, "run-2", 50, 10, 0, Now, Token);
        Assert.Equal(50, (await queries.FindImportAsync(import.Id, Token))?.ProgressPct);
        Assert.Equal(CompleteOutcome.Completed, await store.CompleteAsync(Result(dataset, import, Now, Now) with { RunId = "run-2" }, Token));
        Assert.Single(await segments.ListAsync(dataset.Id, Btc, "trades", cancellationToken: Token));
        Assert.False(await store.BeginRunAsync(import.Id, "run-3", Now, Token));
    }

    [Theory, EachEngine]
    public async Task An_overlapping_series_is_refused_and_an_adjacent_one_taken(StorageEngine engine)
    {
        var (store, queries, _) = Stores(engine);
        var dataset = await CreateAsync(store);
        await store.CompleteAsync(Result(dataset, await ImportAsync(store, dataset, "imp-1"), Now, Now.AddHours(1)), Token);
        var second = await ImportAsync(store, dataset, "imp-2");

        var touching = await store.CompleteAsync(Result(dataset, second, Now.AddHours(1), Now.AddHours(2)), Token);
        var after = await store.CompleteAsync(Result(dataset, second, Now.AddHours(1).AddMilliseconds(1), Now.AddHours(2)), Token);

        Assert.Equal(CompleteOutcome.Overlap, touching);
        Assert.Equal(CompleteOutcome.Completed, after);
        Assert.Equal(2, (await queries.SeriesAsync([dataset.Id], Token)).Count);
    }

    [Theory, EachEngine]
    public async Task Of_imports_of_the_same_span_that_end_together_one_is_taken(StorageEngine engine)
    {
        var (store, queries, _) = Stores(engine);
        var dataset = await CreateAsync(store);
        List<ImportRow> imports = [];
        for (var index = 0; index < 8; index++)
        {
            imports.Add(await ImportAsync(store, dataset, $"imp-{index}"));
        }

        var outcomes = await Task.WhenAll(imports.Select(import =>
            Task.Run(() => store.CompleteAsync(Result(dataset, import, Now, Now.AddHours(1)), Token), Token)));

        Assert.Equal(1, outcomes.Count(outcome => outcome is CompleteOutcome.Completed));
        Assert.Equal(7, outcomes.Count(outcome => outcome is CompleteOutcome.Overlap));
        Assert.Single(await queries.SeriesAsync([dataset.Id], Token));
    }

    [Theory, EachEngine]
    public async Task A_sealed_dataset_takes_no_import_and_none_that_runs_can_be_sealed(StorageEngine engine)
    {
        var (store, queries, _) = Stores(engine);
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");

        var early = await store.SealAsync(dataset.Id, Now, Token);
        await store.CompleteAsync(Result(dataset, import, Now, Now), Token);
        var sealedNow = await store.SealAsync(dataset.Id, Now.AddSeconds(1), Token);
        var again = await store.SealAsync(dataset.Id, Now.AddSeconds(2), Token);

        Assert.Equal((false, true, true), (early, sealedNow, again));
        Assert.Equal(Now.AddSeconds(1), (await queries.FindAsync(dataset.Id, Token))?.SealedAt);
        Assert.False(await store.CreateImportAsync(New(dataset, "imp-2"), Token));
        Assert.False(await store.SealAsync("dat-unknown", Now, Token));
    }

    [Theory, EachEngine]
    public async Task A_dataset_that_a_session_uses_stays_until_the_session_is_archived(StorageEngine engine)
    {
        var (store, queries, segments) = Stores(engine);
        var sessions = new SessionStore(engines.Shared(engine));
        var dataset = await CreateAsync(store);
        var import = await ImportAsync(store, dataset, "imp-1");
        await store.AppendSegmentAsync(import.Id, "run-1", Segment(0, Now), Token);
        await store.CompleteAsync(Result(dataset, import, Now, Now), Token);
        var segment = Assert.Single(await segments.ListAsync(dataset.Id, Btc, "trades", cancellationToken: Token));
        var session = new RowGen(3).One<SessionRow>() with { Id = Keys.Fresh("ses"), DatasetId = dataset.Id, Archived = false, Revision = 1, Status = SessionStatus.Completed };
        await sessions.SaveAsync(session, [], Token);

        var inUse = await store.DeleteAsync(dataset.Id, Token);
        await sessions.SaveAsync(session with { Archived = true, Revision = 2 }, [], Token);
        var deleted = await store.DeleteAsync(dataset.Id, Token);
        var again = await store.DeleteAsync(dataset.Id, Token);

        Assert.Equal((DeleteOutcome.InUse, DeleteOutcome.Deleted, DeleteOutcome.NotFound), (inUse, deleted, again));
        Assert.Null(await queries.FindImportAsync(import.Id, Token));
        await Assert.ThrowsAsync<DatasetDeletedException>(() => segments.ReadAsync(segment.Id, Token));
        Assert.Throws<DatasetDeletedException>(() => segments.Read(segment.Id));
    }

    [Theory, EachEngine]
    public async Task A_name_is_the_owners_once_and_lists_show_own_and_shared(StorageEngine engine)
    {
        var (store, queries, _) = Stores(engine);
        var owner = Keys.Fresh("u");
        var mine = Row(owner, "mine");
        var shared = Row(Keys.Fresh("u"), "shared") with { Shared = true };
        var hidden = Row(Keys.Fresh("u"), "hidden");
        foreach (var dataset in new[] { mine, shared, hidden })
        {
            Assert.True(await store.CreateAsync(dataset, Token));
        }

        Assert.False(await store.CreateAsync(Row(owner, "mine"), Token));
        Assert.Equal(mine, await queries.FindByNameAsync(owner, "mine", Token));
        Assert.Equal([mine], (await queries.ListAsync(new DatasetFilter(owner), PageRequest.First, Token)).Items);
        var visible = (await queries.ListAsync(new DatasetFilter(owner) { OrShared = true }, new PageRequest(PageRequest.LimitMax), Token)).Items;
        Assert.Contains(mine, visible);
        Assert.Contains(shared, visible);
        Assert.DoesNotContain(hidden, visible);
    }

    private (DatasetStore Store, DatasetQueries Queries, SegmentQueries Segments) Stores(StorageEngine engine)
    {
        var database = engines.Shared(engine);
        return (new DatasetStore(database), new DatasetQueries(database), new SegmentQueries(database));
    }

    private static DatasetRow Row(string owner, string name) =>
        new(Keys.Fresh("dat"), owner, name, Shared: false, DatasetStates.Ready, Scenario: null, Now, Now);

    private static async Task<DatasetRow> CreateAsync(DatasetStore store)
    {
        var dataset = Row(Keys.Fresh("u"), "recorded");
        Assert.True(await store.CreateAsync(dataset, Token));
        return dataset;
    }

    private static ImportRow New(DatasetRow dataset, string id) => new(
        $"{id}-{dataset.Id}", dataset.Id, "run-1", Btc, "trades", IntervalMs: null, DatasetStates.Importing, Source: "{}", 0, 0, 0, null, null, Now, Now);

    private static async Task<ImportRow> ImportAsync(DatasetStore store, DatasetRow dataset, string id)
    {
        var import = New(dataset, id);
        Assert.True(await store.CreateImportAsync(import, Token));
        return import;
    }

    private static NewSegment Segment(int ordinal, DateTimeOffset from) =>
        new(Btc, "trades", ordinal, from, from.AddMinutes(59), 10, new byte[] { (byte)ordinal, 2, 3 });

    private static ImportResult Result(DatasetRow dataset, ImportRow import, DateTimeOffset from, DateTimeOffset to) => new(
        import.Id,
        import.RunId,
        new DatasetSymbolRow(dataset.Id, Btc, "binance", Instrument.WithDefaults(Btc, "binance", 0.1m, 0.001m)),
        [new DatasetSeriesRow(dataset.Id, Btc, "trades", import.Id, IntervalMs: null, 1, 3, from, to, 20, 0, "{}")],
        20,
        0,
        [],
        Now);
}
