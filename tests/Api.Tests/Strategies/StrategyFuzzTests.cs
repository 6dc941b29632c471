using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CsCheck;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Domain.Strategies;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Strategies;

/// <summary>Valid documents broken and bent at random, over HTTP: the answer fits the document, and nothing is half stored.</summary>
public sealed class StrategyFuzzTests(TradingPlatform platform, ITestOutputHelper output)
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long" ? 10_000 : 1_000;

    private const int CasesOfATrader = 1_000;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Mutated_documents_are_answered_soon_stored_whole_or_not_at_all_and_run()
    {
        // A trader has room for a thousand strategies: each thousand cases are another's.
        var (statuses, ran) = (new SortedDictionary<int, int>(), 0);
        await Gen.Int.Array[Cases].SampleAsync(
            async seeds =>
            {
                foreach (var share in seeds.Chunk(CasesOfATrader))
                {
                    ran += await PostAndRunAsync(share, statuses);
                }
            },
            iter: 1,
            threads: 1);

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Value} × {pair.Key}")));
        Assert.True(statuses[201] >= Cases / 5, $"{statuses[201]} of {Cases} were still valid.");
        Assert.True(statuses[422] >= Cases / 10 && statuses[400] >= Cases / 100);
        Assert.True(ran >= Cases / 5, $"{ran} of {Cases} ran.");
    }

    /// <returns>How many ran to their end.</returns>
    private async Task<int> PostAndRunAsync(int[] seeds, SortedDictionary<int, int> statuses)
    {
        var (user, _) = await platform.NewUserAsync(UserRole.Trader);
        using var client = platform.As(user);
        await client.GenerateAsync("fuzz", duration: "1h", eventsPerSecond: 2);
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, seed) in seeds.Index())
        {
            var body = StrategyMutations.Of(new Random(seed), FormattableString.Invariant($"fuzz-{number}"));
            var parsed = StrategyDocument.Parse(body);
            var status = await PostAsync(client, body);
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.Equal(Expected(parsed, stored), status);
            if (status == 201)
            {
                stored.Add(parsed.Document!.Name, parsed.Document.CanonicalJson);
            }
        }

        Assert.Equal(stored.Keys.Order(StringComparer.Ordinal), (await StoredAsync(client)).Order(StringComparer.Ordinal));
        foreach (var (name, canonical) in stored)
        {
            using var found = await client.GetAsync($"{Documents.Path}/{name}");
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(canonical), await found.JsonAsync()), name);
        }

        var (completed, refused) = await FuzzedSessions.RunAllAsync(client, stored.Keys.Select(name => SessionLab.Body("fuzz", (name, [SessionLab.Btc]))));
        output.WriteLine($"{completed} run to their end; refused by the pre-flight: {string.Join(", ", refused.Select(pair => $"{pair.Value} × {pair.Key}"))}");
        Assert.Equal(stored.Count, completed + refused.Values.Sum());
        return completed;
    }

    private static int Expected(StrategyParseResult parsed, Dictionary<string, string> stored) => parsed switch
    {
        { IsReadable: false } => 400,
        { Document: null } => 422,
        { Document.Name: var name } when stored.ContainsKey(name) || name is "templates" => 409,
        _ => 201,
    };

    private async Task<int> PostAsync(HttpClient client, byte[] body)
    {
        var watch = Stopwatch.StartNew();
        using var response = await SendAsync(client, body);
        if (watch.Elapsed >= TimeMax)
        {
            // A busy machine is late once; a document that hangs the platform does so every time. Who has nothing yet has it judged and stored anew.
            var (user, _) = await platform.NewUserAsync(UserRole.Trader);
            using var newcomer = platform.As(user);
            watch.Restart();
            using var again = await SendAsync(newcomer, body);
            Assert.True(watch.Elapsed < TimeMax, $"took {watch.Elapsed}: {Convert.ToBase64String(body)}");
        }

        return (int)response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await client.PostAsync(Documents.Path, content);
    }

    private static async Task<List<string>> StoredAsync(HttpClient client)
    {
        var names = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await client.GetAsync($"{Documents.Path}?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}");
            var page = await response.JsonAsync();
            foreach (var item in page["items"]!.AsArray())
            {
                Assert.Equal(1, (int)item!["version"]!);
                names.Add($"{item["name"]}");
            }

            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return names;
    }
}
