using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Indicators;

/// <summary>Small recordings, imported over HTTP.</summary>
internal static class Recordings
{
    public const string Symbol = "XRP_USDT";
    public const long Start = 1_700_000_040_000;

    private static readonly TimeSpan ImportMax = TimeSpan.FromSeconds(20);

    /// <summary>The check of the specification: 1.00 at 50 s, 2.00 at 110 s, 3.00 at 130 s.</summary>
    public static string Trades =>
        $"timestamp_ms,price,quantity,side\n{Start + 50_000},1.00,1,buy\n{Start + 110_000},2.00,1,sell\n{Start + 130_000},3.00,1,buy\n";

    /// <summary>Five minutes that close at 1, 2, 3, 4, 5.</summary>
    public static string Candles => "timestamp_ms,open,high,low,close,volume\n" + string.Concat(Enumerable.Range(1, 5)
        .Select(close => FormattableString.Invariant($"{Start + ((close - 1) * 60_000)},{close},{close}.5,{close}.0,{close},10\n")));

    /// <returns>The dataset's id, once it is ready.</returns>
    public static async Task<string> ImportAsync(HttpClient client, string kind, string csv, bool isShared = false)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"r-{Guid.NewGuid():n}"[..20]), "name" },
            { new StringContent(Symbol), "symbol" },
            { new StringContent("test"), "venue" },
            { new StringContent(kind), "kind" },
            { new StringContent(isShared ? "true" : "false"), "shared" },
        };
        if (kind == "candles")
        {
            form.Add(new StringContent("1m"), "interval");
        }

        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "file", "recording.csv");
        using var accepted = await client.PostAsync("/api/v1/datasets/import", form);
        var text = await accepted.Content.ReadAsStringAsync();
        Assert.True((int)accepted.StatusCode == 202, text);
        var id = $"{JsonNode.Parse(text)!["id"]}";
        using var deadline = new CancellationTokenSource(ImportMax);
        while (true)
        {
            using var found = await client.GetAsync($"/api/v1/datasets/{id}", deadline.Token);
            var dataset = await found.JsonAsync();
            if ($"{dataset["state"]}" is not "importing")
            {
                Assert.True($"{dataset["state"]}" == "ready", dataset.ToJsonString());
                return id;
            }

            await Task.Delay(20, deadline.Token);
        }
    }
}
