using System.Text.Json.Nodes;

namespace Trading.Api.Tests.Routes;

/// <summary>What one route answers to each kind of caller. A new group declares its routes in a table of its own beside <see cref="RouteTable"/>.</summary>
/// <param name="Route">Method and pattern as the endpoint table shows them, such as <c>GET /api/v1/users/{name}</c>.</param>
/// <param name="Path">A path that fits the pattern; null when the pattern is the path.</param>
/// <param name="Body">A body; null for none.</param>
/// <param name="EndsSignIn">The callers need sign-ins of their own.</param>
internal sealed record RouteExpectation(
    string Route,
    int Anonymous,
    int Viewer,
    int Trader,
    int OtherTrader,
    int Admin,
    string? Path = null,
    string? Body = null,
    bool EndsSignIn = false)
{
    public string Method => Route[..Route.IndexOf(' ', StringComparison.Ordinal)];

    public string Target => Path ?? Route[(Route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    public HttpRequestMessage Request() => new(new HttpMethod(Method), Target)
    {
        Content = Body is null ? null : new StringContent(JsonNode.Parse(Body)!.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
    };
}
