using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain.Strategies;

namespace Trading.Api.Strategies;

/// <summary>A strategy document as the whole body. What is no JSON is refused here; what breaks a rule is for the endpoint to tell.</summary>
internal sealed record StrategyBody(StrategyParseResult Parsed) : IEndpointParameterMetadataProvider
{
    public static async ValueTask<StrategyBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var parsed = StrategyDocument.Parse(await RequestBody.ReadAsync(context.Request, context.RequestAborted));
        return parsed.IsReadable
            ? new StrategyBody(parsed)
            : throw new RequestRefusedException(Problem.Malformed(parsed.Errors[0].Pointer, parsed.Errors[0].Detail));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(JsonObject)));
    }
}
