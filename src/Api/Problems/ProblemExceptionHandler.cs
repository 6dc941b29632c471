using Microsoft.AspNetCore.Diagnostics;
using Orleans.Storage;
using Trading.Domain.Exchanges;
using Trading.Grains.Abstractions;
using Trading.Storage;
using Trading.Storage.Datasets;
using Trading.Storage.Paging;

namespace Trading.Api.Problems;

/// <summary>Turns what was thrown into a problem. Only what is our own bug is an error in the log; nothing internal is in the answer.</summary>
internal sealed class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client has left; there is nobody to answer.
            return true;
        }

        await ProblemOf(exception, httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemResult ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RequestRefusedException refused:
                return refused.Problem;
            case BadHttpRequestException bad:
                return new ProblemResult(bad.StatusCode, ProblemCodes.Of(bad.StatusCode), DetailOf(bad));
            case CursorException cursor:
                return Problem.Malformed("/cursor", cursor.Message);
            case DatasetDeletedException:
                return Problem.NotFound("The dataset was deleted.");
            case StorageUnavailableException or InconsistentStateException:
            case not null when IsStorage(exception):
                logger.StorageUnavailable(exception, context.Request.Method, context.Request.Path);
                return Problem.StorageUnavailable();
            case TimeoutException or OrleansMessageRejectionException or SiloUnavailableException:
            case VenueNotSentException or VenueUncertainException:
                logger.ClusterUnavailable(exception, context.Request.Method, context.Request.Path);
                return Problem.Unavailable();
            default:
                logger.RequestFailed(exception!, context.Request.Method, context.Request.Path);
                return new ProblemResult(StatusCodes.Status500InternalServerError, ProblemCodes.InternalError, "An error of the platform; the log knows it by the trace id.");
        }
    }

    private static bool IsStorage(Exception exception) =>
        StorageFailures.IsUnavailable(exception) || (exception.InnerException is { } inner && (inner is StorageUnavailableException || IsStorage(inner)));

    private static string DetailOf(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this request allows.",
        StatusCodes.Status415UnsupportedMediaType => "The content type is not one that this request takes.",
        _ => "The request cannot be read.",
    };
}
