using Microsoft.Extensions.DependencyInjection;

namespace Trading.Storage.Tests.Orleans;

/// <summary>The seven reminder statements, driven by Orleans' own provider.</summary>
public sealed class ReminderTableTests(SiloFixture silos) : IClassFixture<SiloFixture>
{
    private static readonly DateTime Start = new DateTime(2026, 1, 31, 12, 30, 15, 250, DateTimeKind.Utc).AddTicks(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task A_reminder_reads_back_in_utc_with_a_version_that_counts_from_zero(StorageEngine engine)
    {
        var table = Table(engine);
        var id = FreshId();

        var first = await table.UpsertRow(Entry(id, "deadline", Start), Token);
        var second = await table.UpsertRow(Entry(id, "deadline", Start.AddMinutes(1)), Token);
        var read = await table.ReadRow(id, "deadline", Token);

        Assert.Equal(("0", "1"), (first, second));
        Assert.Equal((id, "deadline", Start.AddMinutes(1), TimeSpan.FromMinutes(5), "1"), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Null(await table.ReadRow(id, "other", Token));
    }

    [Theory, EachEngine]
    public async Task All_reminders_of_a_grain_are_read_and_nobody_elses(StorageEngine engine)
    {
        var table = Table(engine);
        var (id, other) = (FreshId(), FreshId());
        await table.UpsertRow(Entry(id, "a", Start), Token);
        await table.UpsertRow(Entry(id, "b", Start), Token);
        await table.UpsertRow(Entry(other, "a", Start), Token);

        var read = await table.ReadRows(id, Token);

        Assert.Equal(["a", "b"], read.Reminders.Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal));
    }

    [Theory, EachEngine]
    public async Task A_range_begins_after_its_begin_includes_its_end_and_may_wrap_around(StorageEngine engine)
    {
        var table = Table(engine);
        var ids = Enumerable.Range(0, 40).Select(_ => FreshId()).OrderBy(id => id.GetUniformHashCode()).ToArray();
        foreach (var id in ids)
        {
            await table.UpsertRow(Entry(id, "deadline", Start), Token);
        }

        var (begin, end) = (ids[9].GetUniformHashCode(), ids[29].GetUniformHashCode());
        var inner = await OwnAsync(table, begin, end, ids);
        var wrapped = await OwnAsync(table, end, begin, ids);
        var whole = await OwnAsync(table, begin, begin, ids);

        Assert.Equal(ids[10..30], inner);
        Assert.Equal(ids[..10].Concat(ids[30..]), wrapped);
        Assert.Equal(ids, whole);
    }

    [Theory, EachEngine]
    public async Task A_reminder_is_removed_only_by_its_current_version(StorageEngine engine)
    {
        var table = Table(engine);
        var id = FreshId();
        var stale = await table.UpsertRow(Entry(id, "deadline", Start), Token);
        var current = await table.UpsertRow(Entry(id, "deadline", Start), Token);

        var byStale = await table.RemoveRow(id, "deadline", stale!, Token);
        var byCurrent = await table.RemoveRow(id, "deadline", current!, Token);
        var again = await table.RemoveRow(id, "deadline", current!, Token);

        Assert.Equal((false, true, false), (byStale, byCurrent, again));
        Assert.Null(await table.ReadRow(id, "deadline", Token));
    }

    [Theory, EachEngine]
    public async Task Concurrent_upserts_of_one_reminder_leave_one_row_and_count_each(StorageEngine engine)
    {
        var table = Table(engine);
        var id = FreshId();

        var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => table.UpsertRow(Entry(id, "deadline", Start), Token))));

        Assert.Equal(20, versions.Distinct().Count());
        Assert.Equal("19", Assert.Single((await table.ReadRows(id, Token)).Reminders).ETag);
    }

    private IReminderTable Table(StorageEngine engine) => silos.Services(engine).GetRequiredService<IReminderTable>();

    private static GrainId FreshId() => GrainId.Create("counter", Keys.Fresh("ord"));

    private static ReminderEntry Entry(GrainId id, string name, DateTime start) =>
        new() { GrainId = id, ReminderName = name, StartAt = start, Period = TimeSpan.FromMinutes(5) };

    private static async Task<IEnumerable<GrainId>> OwnAsync(IReminderTable table, uint begin, uint end, GrainId[] ids) =>
        (await table.ReadRows(begin, end, Token)).Reminders.Select(reminder => reminder.GrainId).Where(id => ids.Contains(id)).OrderBy(id => id.GetUniformHashCode());
}
