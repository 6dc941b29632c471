using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Trading.Storage.Tests.Orleans;

/// <summary>The four storage statements, driven by Orleans' own provider.</summary>
public sealed class GrainStorageTests(EnginesFixture engines, SiloFixture silos) : IClassFixture<SiloFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task State_is_read_back_with_the_version_it_was_written_with(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();
        var written = new GrainState<Counter>(new Counter(7, 1.50m));

        await storage.WriteStateAsync("counter", id, written);
        await storage.WriteStateAsync("counter", id, written);
        var read = await ReadAsync(storage, id);

        Assert.Equal(new Counter(7, 1.50m), read.State);
        Assert.Equal(("2", true), (read.ETag, read.RecordExists));
        Assert.Equal("2", written.ETag);
    }

    [Theory, EachEngine]
    public async Task An_unknown_state_is_new(StorageEngine engine)
    {
        var read = await ReadAsync(Storage(engine), FreshId());

        Assert.Equal((null, false, Counter.None), (read.ETag, read.RecordExists, read.State));
    }

    [Theory, EachEngine]
    public async Task A_write_with_a_stale_version_is_refused_and_changes_nothing(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(1, 0m)));
        var (first, second) = (await ReadAsync(storage, id), await ReadAsync(storage, id));
        (first.State, second.State) = (new Counter(2, 0m), new Counter(3, 0m));

        await storage.WriteStateAsync("counter", id, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, second));

        Assert.Equal((2, "2"), ((await ReadAsync(storage, id)).State!.Count, (await ReadAsync(storage, id)).ETag));
    }

    [Theory, EachEngine]
    public async Task Of_concurrent_first_writes_exactly_one_wins_and_one_row_is_left(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 32).Select(writer => Task.Run(() => TryAsync(
            () => storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(writer, 0m))), writer))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal((winner, "1"), ((await ReadAsync(storage, id)).State!.Count, (await ReadAsync(storage, id)).ETag));
        Assert.Equal(1, await RowsAsync(engine, id));
    }

    [Theory, EachEngine]
    public async Task Of_concurrent_writes_of_one_version_exactly_one_wins(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(Counter.None));

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 32).Select(writer => Task.Run(() => TryAsync(
            () => storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(writer, 0m), "1") { RecordExists = true }), writer))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal((winner, "2"), ((await ReadAsync(storage, id)).State!.Count, (await ReadAsync(storage, id)).ETag));
    }

    [Theory, EachEngine]
    public async Task A_version_without_a_row_is_a_conflict(StorageEngine engine)
    {
        var id = FreshId();

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage(engine).WriteStateAsync("counter", id, new GrainState<Counter>(Counter.None, "3") { RecordExists = true }));

        Assert.Equal(0, await RowsAsync(engine, id));
    }

    [Theory, EachEngine]
    public async Task Clearing_forgets_the_payload_keeps_the_version_and_refuses_a_stale_one(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(1, 0m)));
        var (current, stale) = (await ReadAsync(storage, id), await ReadAsync(storage, id));
        await storage.WriteStateAsync("counter", id, current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("counter", id, stale));
        var kept = (await ReadAsync(storage, id)).State;
        await storage.ClearStateAsync("counter", id, current);
        var cleared = await ReadAsync(storage, id);
        cleared.State = new Counter(9, 0m);
        await storage.WriteStateAsync("counter", id, cleared);

        Assert.Equal(1, kept!.Count);
        Assert.Equal((9, "4"), ((await ReadAsync(storage, id)).State!.Count, (await ReadAsync(storage, id)).ETag));
    }

    [Theory, EachEngine]
    public async Task Deleting_removes_the_row_and_refuses_a_stale_version(StorageEngine engine)
    {
        var storage = Storage(engine, SiloFixture.Deleting);
        var id = FreshId();
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(1, 0m)));
        var (current, stale) = (await ReadAsync(storage, id), await ReadAsync(storage, id));
        await storage.WriteStateAsync("counter", id, current);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("counter", id, stale));
        var before = await RowsAsync(engine, id);
        await storage.ClearStateAsync("counter", id, current);

        Assert.Equal((1, 0), (before, await RowsAsync(engine, id)));
        Assert.False((await ReadAsync(storage, id)).RecordExists);
        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(5, 0m)));
        Assert.Equal("1", (await ReadAsync(storage, id)).ETag);
    }

    [Theory, EachEngine]
    public async Task Keys_with_our_prefixes_never_share_a_row_however_alike_the_rest_is(StorageEngine engine)
    {
        var storage = Storage(engine);
        var run = Guid.NewGuid().ToString("N");
        string[] keys =
        [
            .. new[] { "ord", "ses", "str", "pos", "acc", "mkt", "ven", "clk", "cat", "dat", "swp", "usr", "alr", "exs", "bud" }
                .SelectMany(prefix => new[] { "a", "0a", "00a", "a1", "0", "00", run, $"0{run}", "a:b", "a:0b" }.Select(rest => $"{prefix}-{rest}-{run}")),
        ];

        for (var index = 0; index < keys.Length; index++)
        {
            await storage.WriteStateAsync("counter", GrainId.Create("counter", keys[index]), new GrainState<Counter>(new Counter(index, 0m)));
        }

        for (var index = 0; index < keys.Length; index++)
        {
            Assert.Equal(index, (await ReadAsync(storage, GrainId.Create("counter", keys[index]))).State!.Count);
        }
    }

    [Theory, EachEngine]
    public async Task States_of_one_key_with_different_names_are_different_rows(StorageEngine engine)
    {
        var storage = Storage(engine);
        var id = FreshId();

        await storage.WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(1, 0m)));
        await storage.WriteStateAsync("counter-extra", id, new GrainState<Counter>(new Counter(2, 0m)));

        Assert.Equal(1, (await ReadAsync(storage, id)).State!.Count);
        Assert.Equal(2, await RowsAsync(engine, id));
    }

    [Theory, EachEngine]
    public async Task What_is_stored_is_json_without_a_type_name(StorageEngine engine)
    {
        var id = FreshId();
        await Storage(engine).WriteStateAsync("counter", id, new GrainState<Counter>(new Counter(1, 0.50m)));

        await using var connection = await engines.Shared(engine).Reader.OpenConnectionAsync(Token);
        var payload = await connection.QuerySingleAsync<byte[]>(
            "SELECT PayloadBinary FROM OrleansStorage WHERE GrainIdExtensionString = @key", new { key = id.Key.ToString() });

        Assert.Equal("""{"schemaVersion":1,"state":{"count":1,"amount":0.50}}""", Encoding.UTF8.GetString(payload));
    }

    private static GrainId FreshId() => GrainId.Create("counter", Keys.Fresh("ord"));

    private static async Task<GrainState<Counter>> ReadAsync(IGrainStorage storage, GrainId id)
    {
        var state = new GrainState<Counter>(Counter.None);
        await storage.ReadStateAsync("counter", id, state);
        return state;
    }

    private static async Task<int?> TryAsync(Func<Task> write, int writer)
    {
        try
        {
            await write();
            return writer;
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private IGrainStorage Storage(StorageEngine engine, string name = SiloFixture.Clearing) =>
        silos.Services(engine).GetRequiredKeyedService<IGrainStorage>(name);

    private async Task<int> RowsAsync(StorageEngine engine, GrainId id)
    {
        await using var connection = await engines.Shared(engine).Reader.OpenConnectionAsync(Token);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString = @key", new { key = id.Key.ToString() });
    }
}
