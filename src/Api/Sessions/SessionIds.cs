using System.Buffers;
using Trading.Api.Idempotency;
using Trading.Api.Requests;

namespace Trading.Api.Sessions;

/// <summary>Session ids: <c>ses-</c> and 15 characters of lower-case base32.</summary>
internal static class SessionIds
{
    private const string Prefix = "ses-";
    private const int Characters = 15;
    private static readonly SearchValues<char> Letters = SearchValues.Create(Base32Id.Alphabet);

    public static bool IsValid(string id) =>
        id.Length == Prefix.Length + Characters && id.StartsWith(Prefix, StringComparison.Ordinal)
        && !id.AsSpan(Prefix.Length).ContainsAnyExcept(Letters);

    /// <summary>With an Idempotency-Key always the same, so that parallel repeats meet one grain; else a new one.</summary>
    public static string For(string owner, HttpRequest request) =>
        request.Headers[IdempotencyMiddleware.HeaderName] is [{ Length: > 0 } key]
            ? Base32Id.Of(Prefix, Characters, $"{owner}\n{request.Path}\n{key}")
            : New();

    public static string New() => Base32Id.New(Prefix, Characters);
}
