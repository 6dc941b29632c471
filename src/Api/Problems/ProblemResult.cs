using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Trading.Api.Json;
using Trading.Domain;

namespace Trading.Api.Problems;

/// <summary>An answer that is a problem; the only way in which one is written.</summary>
/// <param name="RetryAfter">Sent as whole seconds, at least one.</param>
public sealed record ProblemResult(
    int Status,
    string Code,
    string? Detail = null,
    IReadOnlyList<ValidationError>? Errors = null,
    TimeSpan? RetryAfter = null) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    int? IStatusCodeHttpResult.StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var problem = new ApiProblem(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(Status) is { Length: > 0 } title ? title : "Problem",
            Status,
            Code,
            Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
            Detail,
            Errors);
        await response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, httpContext.RequestAborted);
    }
}
