using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trading.Domain.Orders;

/// <summary>Names an order by what caused it, so that every retry of one cause meets the same order (spec: orders, Submission protocol 1).</summary>
public static class ClientOrderId
{
    public const string Prefix = "ord-";
    public const int Length = 32;

    /// <summary>Origins that begin so come from a REST caller's Idempotency-Key.</summary>
    public const string KeyOriginPrefix = "key:";

    private const int DigestCharacters = Length - 4;
    private const int BitsPerCharacter = 5;

    private static ReadOnlySpan<byte> Alphabet => "abcdefghijklmnopqrstuvwxyz234567"u8;

    /// <summary>
    /// SHA-256 over the UTF-8 parts account, session, origin and ordinal (invariant decimal), each led by its length in bytes
    /// as four bytes big-endian; then <c>ord-</c> and the first 28 characters of its lower-case base32 (RFC 4648). 32 characters.
    /// </summary>
    /// <param name="origin">
    /// <c>key:…</c>, <c>sig:…</c> or <c>pos:…</c>. For <c>key:</c> account and session are left out of the hash, so that one
    /// key meets one order whatever body comes with it.
    /// </param>
    /// <param name="ordinal">Counts deliberate successors from 0; never retries.</param>
    public static string Create(string account, string session, string origin, int ordinal)
    {
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(session);

        var isKey = origin.StartsWith(KeyOriginPrefix, StringComparison.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, isKey ? "" : account);
        Append(hash, isKey ? "" : session);
        Append(hash, origin);
        Append(hash, ordinal.ToString(CultureInfo.InvariantCulture));

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Prefix + Encode(digest);
    }

    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Encode(ReadOnlySpan<byte> digest)
    {
        Span<char> text = stackalloc char[DigestCharacters];
        for (var index = 0; index < DigestCharacters; index++)
        {
            var bit = index * BitsPerCharacter;
            var pair = (digest[bit / 8] << 8) | digest[(bit / 8) + 1];
            text[index] = (char)Alphabet[(pair >> (16 - BitsPerCharacter - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
