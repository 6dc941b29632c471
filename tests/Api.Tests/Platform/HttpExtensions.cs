using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Json;
using Trading.Api.Problems;

namespace Trading.Api.Tests.Platform;

internal static class HttpExtensions
{
    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string body, string contentType = "application/json") =>
        client.PostAsync(path, new StringContent(body, Encoding.UTF8, contentType));

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public static async Task<ApiProblem> ProblemAsync(this HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<ApiProblem>(ApiJson.Options))!;
}
