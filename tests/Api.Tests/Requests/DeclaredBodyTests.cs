using System.Text;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Requests;

/// <summary>What a body says to an operation that takes none is refused before anything is done; nothing and <c>{}</c> say nothing.</summary>
public sealed class DeclaredBodyTests(TradingPlatform platform)
{
    [Fact]
    public async Task Members_are_unknown_wherever_no_body_is_declared()
    {
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var operation in platform.Contract.Operations)
        {
            if (operation.Node["requestBody"] is not null || operation.Method is "get" or "GET")
            {
                continue;
            }

            asked++;
            var route = RouteTable.All.Single(route => route.Route == $"{operation.Method.ToUpperInvariant()} {operation.Template}");
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Target)
            {
                Content = new StringContent("""{"odd":1}""", Encoding.UTF8, "application/json"),
                Headers = { { "Idempotency-Key", Guid.NewGuid().ToString() } },
            };
            using var client = platform.As("admin");
            using var response = await client.SendAsync(request);
            if ((int)response.StatusCode != 422 || await response.ProblemAsync() is not { Errors: [{ Pointer: "/odd", Code: "unknown_field" }] })
            {
                wrong.Add($"{route.Route}: {(int)response.StatusCode}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked > 8, $"Only {asked} operations take no body.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Nothing_said_is_let_through(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/sessions/01ARZ3NDEKTSV4RRFFQ69G5FAV/rerun")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var client = platform.As("admin");
        using var response = await client.SendAsync(request);

        Assert.Equal(404, (int)response.StatusCode);
    }
}
