using Microsoft.AspNetCore.Mvc;

namespace Trading.Api.Requests;

internal static class LargeBodyExtensions
{
    /// <summary>Lifts the limit of 64 KiB for an endpoint that streams its body, such as an import.</summary>
    public static TBuilder TakesLargeBody<TBuilder>(this TBuilder endpoint, long bytesMax)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequestSizeLimitAttribute(bytesMax));
}
