using System.Text.Json.Nodes;
using Trading.Domain.Strategies;

namespace Trading.Api.Tests.Strategies;

/// <summary>Strategy documents as a trader sends them.</summary>
internal static class Documents
{
    public const string Path = "/api/v1/strategies";

    public static string NewName() => $"s-{Guid.NewGuid():n}"[..20];

    /// <param name="value">Threshold of the signal: another one is another document.</param>
    public static JsonObject Of(string name, double value = 7)
    {
        var document = JsonNode.Parse(StrategyTemplates.All[0].Json)!.AsObject();
        document["name"] = name;
        document["signal"]!["when"] = JsonNode.Parse("""{ "indicator": "pump", "op": ">=", "value": 0 }""");
        document["signal"]!["when"]!["value"] = value;
        return document;
    }

    public static StringContent Body(JsonNode document) => new(document.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    /// <param name="ifMatch">Value of the header; null for none.</param>
    public static async Task<HttpResponseMessage> SaveAsync(this HttpClient client, JsonObject document, string? ifMatch = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path}/{document["name"]}{query}") { Content = Body(document) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> CreateAsync(this HttpClient client, JsonObject document, string query = "") =>
        client.PostAsync(Path + query, Body(document));
}
