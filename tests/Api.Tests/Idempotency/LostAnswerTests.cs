using System.Text.Json.Nodes;
using Trading.Api.Idempotency;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Api.Tests.Strategies;

namespace Trading.Api.Tests.Idempotency;

/// <summary>What was made before its answer was lost, as by the death of the process, is answered to the repeat as if it had not been lost.</summary>
public sealed class LostAnswerTests
{
    private const string Path = "/api/v1/users";

    private readonly string _key = Guid.NewGuid().ToString();

    [Fact]
    public async Task Strategy_is_answered_to_the_repeat_and_taken_for_everybody_else()
    {
        var calls = new FailingCalls("strategy-versions", "Create", isCarriedOut: true) { IsFailing = true };
        await using var host = new PlatformHost { Calls = calls };
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var document = Documents.Of(Documents.NewName()).ToJsonString();

        using var lost = await PostAsync(client, "/api/v1/strategies", document, _key);
        calls.IsFailing = false;
        using var repeated = await PostAsync(client, "/api/v1/strategies", document, _key);
        using var others = await PostAsync(client, "/api/v1/strategies", document, Guid.NewGuid().ToString());
        using var unnamed = await PostAsync(client, "/api/v1/strategies", document, key: null);

        Assert.Equal(1, calls.Count);
        await lost.ExpectAsync(500);
        Assert.Equal(1, (int)(await repeated.ExpectAsync(201))["version"]!);
        await others.ExpectAsync(409);
        await unnamed.ExpectAsync(409);
    }

    [Fact]
    public async Task User_is_answered_to_the_repeat_and_taken_for_everybody_else()
    {
        var calls = new FailingCalls("user", "Create", isCarriedOut: true);
        await using var host = new PlatformHost { Calls = calls };
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var body = Body("trader", TradingPlatform.UserPassword);

        calls.IsFailing = true;
        using var lost = await PostAsync(client, Path, body, _key);
        calls.IsFailing = false;

        // Its failure gave the key back, for any body.
        using var otherPassword = await PostAsync(client, Path, Body("trader", TradingPlatform.AdminPassword), _key);
        using var otherRole = await PostAsync(client, Path, Body("viewer", TradingPlatform.UserPassword), _key);
        using var otherKey = await PostAsync(client, Path, body, Guid.NewGuid().ToString());
        using var repeated = await PostAsync(client, Path, body, _key);

        Assert.Equal(1, calls.Count);
        await lost.ExpectAsync(500);
        await otherPassword.ExpectAsync(409);
        await otherRole.ExpectAsync(409);
        await otherKey.ExpectAsync(409);
        Assert.Equal("trader", $"{(await repeated.ExpectAsync(201))["role"]}");
    }

    private static string Body(string role, string password) => new JsonObject { ["username"] = "lost", ["password"] = password, ["role"] = role }.ToJsonString();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        if (key is not null)
        {
            request.Headers.Add(IdempotencyMiddleware.HeaderName, key);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
