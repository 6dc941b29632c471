using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;

namespace Trading.Api.Tests.Datasets;

public sealed class HostileFileTests(TradingPlatform platform)
{
    private const int Rows = 40;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);
    private static readonly int Cases = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long" ? 20_000 : 1_000;

    [Fact]
    public async Task Mutated_files_are_imported_whole_or_not_at_all_and_what_was_imported_is_replayed()
    {
        var (user, _) = await platform.NewUserAsync();
        using var client = platform.As(user);
        var strategy = JsonNode.Parse(ChurnRun.Strategy)!;

        // Some lots at the price of the files, whose smallest quantity is 1.
        strategy["entry"]!["size"]!["value"] = 1_000;
        await client.SaveAsync(strategy);
        var random = new Random(20240809);
        var originals = await OriginalsAsync(client);
        var name = Uploads.NewName();
        var files = Enumerable.Range(0, Cases).Select(number => Mutate(originals[number % originals.Length], random)).ToArray();
        var uploads = new ConcurrentBag<(int Number, string Id, TimeSpan Took)>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Cases), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (number, _) =>
        {
            var fields = Uploads.Fields(
                FormattableString.Invariant($"{name}-{number / 10}"),
                ("symbol", FormattableString.Invariant($"M{number}_USDT")),
                ("skipBadRows", number % 3 == 0 ? "true" : null));
            var started = Stopwatch.GetTimestamp();
            using var response = await client.ImportAsync(fields, files[number]);
            var took = Stopwatch.GetElapsedTime(started);

            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            uploads.Add((number, (await response.JsonAsync()).Id(), took));
        });

        var (ready, failed) = (0, 0);
        var replays = new List<JsonObject>();
        foreach (var id in uploads.Select(upload => upload.Id).Distinct())
        {
            var dataset = await client.SettledAsync(id);
            var held = dataset["symbols"]!.AsArray().ToDictionary(symbol => symbol!["symbol"]!.GetValue<string>(), symbol => symbol!);
            foreach (var import in dataset["imports"]!.AsArray())
            {
                var symbol = import!["symbol"]!.GetValue<string>();
                if (import["state"]!.GetValue<string>() == "ready")
                {
                    ready++;
                    replays.Add(SessionLab.Body(id, ("churn", [symbol])));
                    Assert.Equal(import["rows"]!.GetValue<long>(), held[symbol]["series"]![0]!["rows"]!.GetValue<long>());
                }
                else
                {
                    failed++;
                    Assert.DoesNotContain(symbol, held.Keys);
                    Assert.NotEqual("internal_error", import["errors"]![0]!["code"]!.GetValue<string>());
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{Cases} files: {ready} imported, {failed} failed; longest answer {uploads.Max(upload => upload.Took).TotalMilliseconds:0} ms"));
        Assert.Equal(Cases, ready + failed);
        Assert.InRange(ready, Cases / 5, Cases * 9 / 10);

        // What took long because the machine was busy is fast alone; what hangs hangs again.
        foreach (var (number, _, _) in uploads.Where(upload => upload.Took >= AnswerMax))
        {
            var started = Stopwatch.GetTimestamp();
            using var again = await client.ImportAsync(Uploads.Fields(Uploads.NewName()), files[number]);
            Assert.True(Stopwatch.GetElapsedTime(started) < AnswerMax, $"File {number} keeps its answer for over a second.");
        }

        var (completed, refused) = await FuzzedSessions.RunAllAsync(client, replays);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{completed} replayed; refused by the pre-flight: {string.Join(", ", refused.Select(pair => $"{pair.Value} × {pair.Key}"))}");
        Assert.Equal(ready, completed + refused.Values.Sum());
        Assert.True(completed >= Cases / 5, $"{completed} of {Cases} were replayed.");
    }

    private static async Task<byte[][]> OriginalsAsync(HttpClient client)
    {
        var text = new StringBuilder("timestamp_ms,price,quantity,side\n");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(FormattableString.Invariant($"{row * 250},{100 + (row % 9)}.5,{1 + (row % 4)},{(row % 2 == 0 ? "buy" : "sell")}\n"));
        }

        var csv = Encoding.UTF8.GetBytes(text.ToString());
        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName()), csv);
        return [csv, csv, csv, Uploads.Gzip(csv), Uploads.Zip(csv), await client.ExportAsync(dataset.Id(), "XRP_USDT", "trades", "parquet")];
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var change = random.Next(3); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = (byte)('0' + random.Next(10));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + random.Next(30)));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(40)).ToArray());
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Next(4) switch { 0 => "NaN", 1 => "\0", 2 => "1e308", _ => ",\"" }));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add(0);
            }
        }

        return [.. bytes];
    }
}
