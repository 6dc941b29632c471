using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Api.Json;

namespace Trading.Api.OpenApi;

/// <summary>Examples of one operation, as they go over the wire.</summary>
/// <param name="Text">The answer where it is no JSON.</param>
internal sealed record OpenApiExamples(JsonNode? Request, JsonNode? Answer, string? Text);

internal static class OpenApiExamplesExtensions
{
    /// <summary>Shows a body and its answer in the OpenAPI document. Every operation has examples; a test sees to it.</summary>
    /// <param name="request">The contract with realistic values, or a JSON node; null when there is no body.</param>
    /// <param name="answer">The contract of the 2xx answer; null when it has no body.</param>
    /// <param name="text">The 2xx answer in those content types that are no JSON, such as CSV; null when there are none.</param>
    public static RouteHandlerBuilder WithExamples(this RouteHandlerBuilder endpoint, object? request = null, object? answer = null, string? text = null) =>
        endpoint.WithMetadata(new OpenApiExamples(Node(request), Node(answer), text));

    private static JsonNode? Node(object? value) => value as JsonNode
        ?? (value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), ApiJson.Options));
}
