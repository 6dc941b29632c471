using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Datasets;

/// <summary>Imports as a client makes them.</summary>
internal static class Uploads
{
    public const string Imports = "/api/v1/datasets/import";
    public const string Trades = "timestamp_ms,price,quantity,side\n1000,10.5,2,buy\n2000,10.6,1,sell\n62000,10.4,3,buy\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>A name that no other test uses: the isolation.</summary>
    public static string NewName() => $"d-{Guid.NewGuid():n}";

    public static byte[] Shared(string name) => File.ReadAllBytes(SharedFolder.PathOf($"data/{name}.csv.gz"));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    public static byte[] Gunzip(byte[] bytes)
    {
        using var input = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var output = new MemoryStream();
        input.CopyTo(output);
        return output.ToArray();
    }

    public static byte[] Zip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("rows.csv").Open();
            entry.Write(bytes);
        }

        return output.ToArray();
    }

    /// <summary>The fields of a good import of trades; a null value leaves one out.</summary>
    public static Dictionary<string, string?> Fields(string name, params (string Name, string? Value)[] others)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = name,
            ["symbol"] = "XRP_USDT",
            ["venue"] = "binance",
            ["kind"] = "trades",
        };
        foreach (var (field, value) in others)
        {
            fields[field] = value;
        }

        return fields;
    }

    public static MultipartFormDataContent Form(Dictionary<string, string?> fields, byte[]? file)
    {
        var form = new MultipartFormDataContent("boundary-of-the-suite");
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(value)), name);
            }
        }

        if (file is not null)
        {
            form.Add(new ByteArrayContent(file), "file", "rows.csv");
        }

        return form;
    }

    public static Task<HttpResponseMessage> ImportAsync(this HttpClient client, Dictionary<string, string?> fields, byte[]? file) =>
        client.PostAsync(Imports, Form(fields, file));

    /// <summary>Imports and waits until nothing is at work.</summary>
    public static async Task<JsonNode> ImportedAsync(this HttpClient client, Dictionary<string, string?> fields, byte[] file)
    {
        using var response = await client.ImportAsync(fields, file);
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await client.SettledAsync((await response.JsonAsync())["id"]!.GetValue<string>());
    }

    public static async Task<JsonNode> GeneratedAsync(this HttpClient client, object body)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/datasets/generate", body);
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return await client.SettledAsync((await response.JsonAsync())["id"]!.GetValue<string>());
    }

    public static Task<JsonNode> SettledAsync(this HttpClient client, string id) =>
        client.DatasetWhenAsync(id, dataset => dataset["state"]!.GetValue<string>() != "importing");

    /// <summary>Looks at a dataset until it is as awaited.</summary>
    public static async Task<JsonNode> DatasetWhenAsync(this HttpClient client, string id, Func<JsonNode, bool> isAwaited)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(Look);
        while (true)
        {
            var dataset = await client.GetNodeAsync($"/api/v1/datasets/{id}");
            if (isAwaited(dataset))
            {
                return dataset;
            }

            await pace.WaitForNextTickAsync(patience.Token);
        }
    }

    public static async Task<JsonNode> GetNodeAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        Assert.True(response.StatusCode is HttpStatusCode.OK, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }

    public static async Task<byte[]> ExportAsync(this HttpClient client, string id, string symbol, string kind, string format = "csv")
    {
        using var response = await client.GetAsync($"/api/v1/datasets/{id}/export?symbol={symbol}&kind={kind}&format={format}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>What an answer's only import brought.</summary>
    public static (string State, long Rows, long BadRows) Import(this JsonNode dataset, int index = 0)
    {
        var import = dataset["imports"]![index]!;
        return (import["state"]!.GetValue<string>(), import["rows"]!.GetValue<long>(), import["badRows"]!.GetValue<long>());
    }

    public static string Id(this JsonNode dataset) => dataset["id"]!.GetValue<string>();
}
