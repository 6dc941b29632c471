using System.Collections.Immutable;
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

    /// <summary>The versions that the request would change, for the one who knows which is stored: for any other the answer is 412.</summary>
    /// <returns>Null when any will do. What is no tag of ours matches no version, so that a client in error overwrites nothing.</returns>
    public static ImmutableArray<int>? Asked(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        var tags = request.GetTypedHeaders().IfMatch;
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : [.. tags.Select(VersionOf).OfType<int>()];
    }

    private static int? VersionOf(EntityTagHeaderValue tag) =>
        !tag.IsWeak && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
