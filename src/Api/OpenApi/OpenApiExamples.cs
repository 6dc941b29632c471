using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Api.Json;

namespace Trading.Api.OpenApi;

/// <summary>Examples of one operation, as they go over the wire.</summary>
internal sealed record OpenApiExamples(JsonNode? Request, JsonNode? Answer);

internal static class OpenApiExamplesExtensions
{
    /// <summary>Shows a body and its answer in the OpenAPI document. Every operation has examples; a test sees to it.</summary>
    /// <param name="request">The contract with realistic values, or a JSON node; null when there is no body.</param>
    /// <param name="answer">The contract of the 2xx answer; null when it has no body.</param>
    public static RouteHandlerBuilder WithExamples(this RouteHandlerBuilder endpoint, object? request = null, object? answer = null) =>
        endpoint.WithMetadata(new OpenApiExamples(Node(request), Node(answer)));

    private static JsonNode? Node(object? value) => value as JsonNode
        ?? (value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), ApiJson.Options));
}
