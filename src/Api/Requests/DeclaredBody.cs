using Microsoft.AspNetCore.Http.Metadata;

namespace Trading.Api.Requests;

/// <summary>
/// Refuses what a body says to an endpoint that takes none: who sends it means something by it that would not be done. One rule beside
/// <see cref="DeclaredQuery"/>. No body, and <c>{}</c>, say nothing.
/// </summary>
internal static class DeclaredBody
{
    public static IApplicationBuilder UseDeclaredBody(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is { } endpoint && TakesNone(endpoint) && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            StrictJson.Read<Nothing>(await RequestBody.ReadAsync(context.Request, context.RequestAborted));
        }

        await next(context);
    });

    private static bool TakesNone(Endpoint endpoint) => DeclaredQuery.LooksAfter(endpoint) && endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is null;

    private sealed record Nothing;
}
