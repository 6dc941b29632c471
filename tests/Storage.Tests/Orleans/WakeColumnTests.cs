using System.Text;
using Dapper;

namespace Trading.Storage.Tests.Orleans;

/// <summary>What a write puts into <c>WakeAt</c>, by the bytes that it is given.</summary>
public sealed class WakeColumnTests(EnginesFixture engines)
{
    private const string Prefix = """{"schemaVersion":1,"state":{"wakeAt":""";
    private const string At = "2026-01-01T00:00:11.5+00:00";
    private const string LastBefore = "0018_idempotency_holder";

    /// <summary>Payload, and the time in it.</summary>
    private static readonly (string Payload, string? WakeAt)[] Documents =
    [
        ("""{"schemaVersion":1,"state":{"wakeAt":"2026-01-01T00:00:11.5+00:00","book":{"outbox":[]}}}""", At),
        ("""{"schemaVersion":1,"state":{"wakeAt":"2026-01-01T00:00:11.5+00:00"}}""", At),
        ("""{"schemaVersion":1,"state":{"wakeAt":"2026-01-01T00:00:11Z","place":1}}""", "2026-01-01T00:00:11Z"),
        ("""{"schemaVersion":1,"state":{"wakeAt":null,"book":{"wakeAt":"2026-01-01T00:00:11.5+00:00"}}}""", null),
        ("""{"schemaVersion":1,"state":{"wakeAt":null}}""", null),

        // Not at the beginning: an older version's order of members, its missing null, somebody's white space, escapes.
        ("""{"schemaVersion":1,"state":{"order":{"id":"ord-1"},"wakeAt":"2026-01-01T00:00:11.5+00:00"}}""", At),
        ("""{"schemaVersion":1,"state":{"order":{"wakeAt":"2026-01-01T00:00:11.5+00:00"}}}""", null),
        ("""{"schemaVersion":1,"state":{"order":{"wakeAt":"2001-01-01T00:00:00+00:00"},"wakeAt":"2026-01-01T00:00:11.5+00:00"}}""", At),
        ("""{"wakeAt":"2026-01-01T00:00:11.5+00:00","schemaVersion":1,"state":{"place":1}}""", null),
        ("""{ "schemaVersion": 1, "state": { "wakeAt": "2026-01-01T00:00:11.5+00:00" } }""", At),
        ("""{"schemaVersion":1,"state":{"wakeAt":"2026-01-01T00:00:11.5\u002B00:00","place":1}}""", At),
        ("""{"schemaVersion":1,"state":{}}""", null),
        ("""{"schemaVersion":1,"state":null}""", null),

        // The beginning in the middle.
        ("""{"schemaVersion":1,"state":{"note":"{\"schemaVersion\":1,\"state\":{\"wakeAt\":\"2001\"","wakeAt":"2026-01-01T00:00:11.5+00:00"}}""", At),
        ("""{"schemaVersion":1,"state":{"inner":{"schemaVersion":1,"state":{"wakeAt":"2001-01-01T00:00:00+00:00"}}}}""", null),

        // Longer than what is looked at.
        ($"{Prefix}{new string(' ', 128)}\"{At}\"}}}}", At),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task It_is_the_time_at_the_top_of_the_state_wherever_that_stands(StorageEngine engine)
    {
        foreach (var (payload, wakeAt) in Documents)
        {
            Assert.Equal((payload, wakeAt), (payload, await WrittenAsync(engines.Shared(engine), payload)));
        }
    }

    [Theory, EachEngine]
    public async Task It_is_read_for_each_grain_that_is_woken_and_for_no_other(StorageEngine engine)
    {
        foreach (var type in (string[])["order", "position", "account", "session", "venue"])
        {
            Assert.Equal(At, await WrittenAsync(engines.Shared(engine), Documents[0].Payload, type));
        }

        Assert.Null(await WrittenAsync(engines.Shared(engine), Documents[0].Payload, "market"));
    }

    /// <summary>The last character of each length that UTF-8 has lies across the end of what is looked at, at each of its bytes.</summary>
    [Theory, EachEngine]
    public async Task Text_that_the_first_bytes_cut_through_does_no_harm(StorageEngine engine)
    {
        foreach (var character in (string[])["é", "€", "😀"])
        {
            for (var before = 128 - 4; before <= 128; before++)
            {
                foreach (var (start, wakeAt) in (IEnumerable<(string, string?)>)[($"{Prefix}\"{At}\",\"note\":\"", At), ($"{Prefix}null,\"note\":\"", null)])
                {
                    var payload = start.PadRight(before, 'x') + character + "\"}}";

                    Assert.Equal(wakeAt, await WrittenAsync(engines.Shared(engine), payload));
                }
            }
        }
    }

    /// <summary>A document that breaks off is refused by whoever parses it.</summary>
    [Theory, EachEngine]
    public async Task What_follows_the_time_is_not_parsed(StorageEngine engine)
    {
        Assert.Equal(At, await WrittenAsync(engines.Shared(engine), $"{Prefix}\"{At}\",\"book\":{{"));
        Assert.Null(await WrittenAsync(engines.Shared(engine), $"{Prefix}null,\"book\":{{"));
    }

    [Theory, EachEngine]
    public async Task A_later_write_replaces_it(StorageEngine engine)
    {
        var key = Keys.Fresh("ord");
        await WriteAsync(engines.Shared(engine), Documents[0].Payload, "order", key);

        await WriteAsync(engines.Shared(engine), $"{Prefix}null}}}}", "order", key, version: 1);
        Assert.Null(await WakeAtAsync(engines.Shared(engine), key));

        await WriteAsync(engines.Shared(engine), Documents[0].Payload, "order", key, version: 2);
        Assert.Equal(At, await WakeAtAsync(engines.Shared(engine), key));
    }

    [Theory, EachEngine]
    public async Task Cleared_state_has_none(StorageEngine engine)
    {
        var key = Keys.Fresh("ord");
        await WriteAsync(engines.Shared(engine), Documents[0].Payload, "order", key);

        await RunAsync(engines.Shared(engine), "ClearStorageKey", Parameters(null, "order", key, version: 1));

        Assert.Null(await WakeAtAsync(engines.Shared(engine), key));
    }

    [Theory, EachEngine]
    public async Task What_an_older_version_stored_is_kept_and_written_over_after_the_upgrade(StorageEngine engine)
    {
        var database = await engines.MigratedUpToAsync(engine, LastBefore);
        var old = $$$"""{"schemaVersion":1,"state":{"place":1,"wakeAt":"{{{At}}}"}}""";
        var (left, written) = (Keys.Fresh("ord"), Keys.Fresh("ord"));
        await WriteAsync(database, old, "order", left);
        await WriteAsync(database, old, "order", written);

        await Storage.Schema.SchemaMigrator.ApplyAsync(database, Token);
        await WriteAsync(database, $"{Prefix}\"2026-01-02T00:00:00+00:00\",\"place\":1}}}}", "order", written, version: 1);

        Assert.Equal(At, await WakeAtAsync(database, left));
        Assert.Equal("2026-01-02T00:00:00+00:00", await WakeAtAsync(database, written));
    }

    [Fact]
    public async Task Server_that_has_lz4_compresses_states_with_it()
    {
        await using var connection = await engines.Shared(StorageEngine.PostgreSql).Reader.OpenConnectionAsync(Token);

        var (known, used) = await connection.QuerySingleAsync<(bool, string)>(
            """
            SELECT 'lz4' = ANY (enumvals), CAST((SELECT attcompression FROM pg_attribute WHERE attrelid = CAST('orleansstorage' AS regclass) AND attname = 'payloadbinary') AS text)
            FROM pg_settings WHERE name = 'default_toast_compression'
            """);

        Assert.Equal(known ? "l" : "", used);
    }

    private static async Task<string?> WrittenAsync(TradingDatabase database, string payload, string type = "order")
    {
        var key = Keys.Fresh("ord");
        await WriteAsync(database, payload, type, key);
        return await WakeAtAsync(database, key);
    }

    private static Task WriteAsync(TradingDatabase database, string payload, string type, string key, int? version = null) =>
        RunAsync(database, "WriteToStorageKey", Parameters(payload, type, key, version));

    private static object Parameters(string? payload, string type, string key, int? version) => new
    {
        ServiceId = "trading",
        GrainTypeHash = 1,
        GrainTypeString = type,
        GrainIdHash = 2,
        GrainIdN0 = 0L,
        GrainIdN1 = 0L,
        GrainIdExtensionString = key,
        PayloadBinary = payload is null ? null : Encoding.UTF8.GetBytes(payload),
        GrainStateVersion = version,
    };

    /// <summary>As Orleans' provider does: the statement is read, then run with its parameters.</summary>
    private static async Task RunAsync(TradingDatabase database, string query, object parameters)
    {
        await using var connection = await database.Writer.OpenConnectionAsync(Token);
        var statement = await connection.QuerySingleAsync<string>("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @query", new { query });
        Assert.NotNull(await connection.ExecuteScalarAsync<int?>(statement, parameters));
    }

    private static async Task<string?> WakeAtAsync(TradingDatabase database, string key)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(Token);
        return await connection.QuerySingleAsync<string?>("SELECT WakeAt FROM OrleansStorage WHERE GrainIdExtensionString = @key", new { key });
    }
}
