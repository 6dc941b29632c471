using System.Net.Http.Json;
using System.Text;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Datasets;

public sealed class ImportRestartTests(TradingPlatform platform)
{
    private const string Symbol = "BTC_USDT";

    [Fact]
    public async Task Import_that_was_cut_short_begins_anew_and_gives_the_same_dataset()
    {
        // Two generations keep both of the worker's lanes busy; the file waits behind them.
        var trades = Rows();
        string[] ids;
        using var folder = new TemporaryFolder();
        await using (var host = new PlatformHost(("Trading:DataDirectory", folder.Path)))
        {
            host.Start();
            using var client = await PlatformHost.SignInAsync(host);
            ids =
            [
                await StartAsync(client, Uploads.NewName()),
                await StartAsync(client, Uploads.NewName()),
                await ImportAsync(client, trades),
            ];
            await client.DatasetWhenAsync(ids[0], dataset => dataset["imports"]![0]!["percent"]!.GetValue<double>() > 0);
        }

        await using var next = new PlatformHost(("Trading:DataDirectory", folder.Path));
        next.Start();
        using var again = await PlatformHost.SignInAsync(next);
        foreach (var id in ids)
        {
            var dataset = await again.SettledAsync(id);
            Assert.Equal("ready", dataset.Import().State);
        }

        Assert.Contains(next.Logs.Lines, line => line.Contains("it starts anew", StringComparison.Ordinal));
        using var tom = platform.As("tom");
        var whole = await tom.GeneratedAsync(Generation(Uploads.NewName()));
        var file = await tom.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("symbol", Symbol)), trades);
        foreach (var kind in (string[])["trades", "book", "mark"])
        {
            var expected = await tom.ExportAsync(whole.Id(), Symbol, kind);
            Assert.Equal(expected, await again.ExportAsync(ids[0], Symbol, kind));
            Assert.Equal(expected, await again.ExportAsync(ids[1], Symbol, kind));
        }

        Assert.Equal(await tom.ExportAsync(file.Id(), Symbol, "trades"), await again.ExportAsync(ids[2], Symbol, "trades"));
    }

    private static object Generation(string name) => new
    {
        name,
        symbol = Symbol,
        scenario = "trend",
        duration = "1h",
        eventsPerSecond = 300,
        seed = 11,
    };

    private static byte[] Rows()
    {
        var text = new StringBuilder("timestamp_ms,price,quantity,side\n");
        for (var row = 0; row < 10_000; row++)
        {
            text.Append(FormattableString.Invariant($"{row * 100},{100 + (row % 7)},{1 + (row % 5)},buy\n"));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<string> StartAsync(HttpClient client, string name)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/datasets/generate", Generation(name));
        return (await response.JsonAsync()).Id();
    }

    private static async Task<string> ImportAsync(HttpClient client, byte[] file)
    {
        using var response = await client.ImportAsync(Uploads.Fields(Uploads.NewName(), ("symbol", Symbol)), file);
        return (await response.JsonAsync()).Id();
    }
}
