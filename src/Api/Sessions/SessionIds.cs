using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Trading.Api.Idempotency;

namespace Trading.Api.Sessions;

/// <summary>Session ids: <c>ses-</c> and 15 characters of lower-case base32.</summary>
internal static class SessionIds
{
    private const string Prefix = "ses-";
    private const int Characters = 15;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    public static bool IsValid(string id) =>
        id.Length == Prefix.Length + Characters && id.StartsWith(Prefix, StringComparison.Ordinal)
        && !id.AsSpan(Prefix.Length).ContainsAnyExcept(Letters);

    /// <summary>With an Idempotency-Key always the same, so that parallel repeats meet one grain; else a new one.</summary>
    public static string For(string owner, HttpRequest request) =>
        request.Headers[IdempotencyMiddleware.HeaderName] is [{ Length: > 0 } key]
            ? Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}\n{request.Path}\n{key}")))
            : New();

    public static string New() => Prefix + RandomNumberGenerator.GetString(Alphabet, Characters);

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var id = new StringBuilder(Prefix, Prefix.Length + Characters);
        for (var index = 0; index < Characters; index++)
        {
            id.Append(Alphabet[bytes[index] % Alphabet.Length]);
        }

        return id.ToString();
    }
}
