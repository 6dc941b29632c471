using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Routes;

namespace Trading.Api.Tests.Requests;

/// <summary>One rule for every operation: no body is no JSON (400), but where everything may be left out it is as good as <c>{}</c>.</summary>
public sealed class EmptyBodyTests(TradingPlatform platform)
{
    /// <summary>A strategy's document is read by the domain; its contract in the document is any object.</summary>
    private static readonly string[] Documents = ["CreateStrategy", "ValidateStrategy", "SaveStrategy"];

    [Fact]
    public async Task Empty_body_is_malformed_wherever_a_member_is_required()
    {
        var (wrong, asked, optional) = (new List<string>(), 0, 0);
        foreach (var operation in platform.Contract.Operations)
        {
            if (operation.Node["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema)
            {
                continue;
            }

            var name = operation.Node["operationId"]!.GetValue<string>();
            var isNeeded = Documents.Contains(name, StringComparer.Ordinal) || Resolved(schema)["required"] is JsonArray { Count: > 0 };
            var route = RouteTable.All.Single(route => route.Route == $"{operation.Method.ToUpperInvariant()} {operation.Template}");
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Target);
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
            using var client = platform.As("admin");
            using var response = await client.SendAsync(request);
            var isMalformed = (int)response.StatusCode == 400 && (await response.ProblemAsync()) is { Code: "malformed", Errors: [{ Pointer: "", Code: "malformed" }] };
            (asked, optional) = (asked + 1, optional + (isNeeded ? 0 : 1));
            if (isMalformed != isNeeded)
            {
                wrong.Add($"{name}: {(int)response.StatusCode} where a body {(isNeeded ? "is needed" : "may be left out")}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked > 15 && optional > 3, $"{asked} operations take a body, {optional} of them may do without.");
    }

    private JsonNode Resolved(JsonNode schema) => schema["$ref"]?.GetValue<string>() is { } reference
        ? platform.Contract.Document["components"]!["schemas"]![reference.Split('/')[^1]]!
        : schema;
}
