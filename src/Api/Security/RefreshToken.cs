using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Trading.Domain.Secrets;

namespace Trading.Api.Security;

/// <summary>A refresh token: 256 random bits, and where to look them up. Clients see an opaque text; the platform keeps a hash.</summary>
internal sealed record RefreshToken(string UserName, string FamilyId, string Hash, SecretString Text)
{
    private const int SecretBytes = 32;
    private const int FamilyIdLength = 16;
    private const int TextLengthMax = 200;
    private const string FamilyIdLetters = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> FamilyIdSearch = SearchValues.Create(FamilyIdLetters);

    public static string NewFamilyId() => RandomNumberGenerator.GetString(FamilyIdLetters, FamilyIdLength);

    public static RefreshToken New(string userName, string familyId)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        byte[] bytes = [.. secret, .. Encoding.ASCII.GetBytes(familyId), .. Encoding.ASCII.GetBytes(userName)];
        return new RefreshToken(userName, familyId, HashOf(secret), new SecretString(Base64Url.EncodeToString(bytes)));
    }

    /// <returns>Null when the text is no refresh token at all.</returns>
    public static RefreshToken? Parse(string text)
    {
        var bytes = new byte[TextLengthMax];
        if (text.Length > TextLengthMax
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length)
            || length <= SecretBytes + FamilyIdLength)
        {
            return null;
        }

        var familyId = Encoding.ASCII.GetString(bytes, SecretBytes, FamilyIdLength);
        var userName = Encoding.ASCII.GetString(bytes, SecretBytes + FamilyIdLength, length - SecretBytes - FamilyIdLength);
        return Domain.Users.UserName.IsValid(userName) && familyId.AsSpan().IndexOfAnyExcept(FamilyIdSearch) < 0
            ? new RefreshToken(userName, familyId, HashOf(bytes.AsSpan(0, SecretBytes)), new SecretString(text))
            : null;
    }

    private static string HashOf(ReadOnlySpan<byte> secret) => Convert.ToHexStringLower(SHA256.HashData(secret));
}
