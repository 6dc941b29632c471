using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Trading.Api.Requests;

/// <summary>Versions of things as strong entity tags.</summary>
public static class ETags
{
    /// <summary>Tells the client which version it got.</summary>
    public static void Set(HttpResponse response, long version)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.ETag = Of(version);
    }

    /// <summary>Whether the request asks for another version than the one that is stored: then the answer is 412.</summary>
    public static bool IsStale(HttpRequest request, long version)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.GetTypedHeaders().IfMatch is { Count: > 0 } asked
            && !asked.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(Of(version)), useStrongComparison: true));
    }

    private static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
