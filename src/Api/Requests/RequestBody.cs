using System.Buffers;
using Microsoft.Net.Http.Headers;
using Trading.Api.Json;
using Trading.Api.Problems;

namespace Trading.Api.Requests;

/// <summary>Reads a JSON body once, within its limit, and keeps it for whoever needs it again in the same request.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 4 * 1024;
    private static readonly object Kept = new();

    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Items[Kept] is byte[] kept)
        {
            return kept;
        }

        if (request.ContentLength > ApiJson.BodyBytesMax)
        {
            throw TooLarge();
        }

        var bytes = await DrainAsync(request.Body, cancellation);
        if (bytes.Length > 0 && !IsJson(request))
        {
            throw new RequestRefusedException(new ProblemResult(
                StatusCodes.Status415UnsupportedMediaType, ProblemCodes.UnsupportedMediaType, "The body must be application/json."));
        }

        request.HttpContext.Items[Kept] = bytes;
        return bytes;
    }

    private static async Task<byte[]> DrainAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                {
                    return buffer[..length];
                }

                length += read;
                if (length > ApiJson.BodyBytesMax)
                {
                    throw TooLarge();
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    buffer = larger;
                }
            }
        }
        finally
        {
            // Cleared, because bodies carry passwords.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private static RequestRefusedException TooLarge() => new(new ProblemResult(
        StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, $"The body may have at most {ApiJson.BodyBytesMax} bytes."));
}
