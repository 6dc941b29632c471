using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trading.Storage.Audit;

/// <summary>The hash that ties an entry to the one before.</summary>
internal static class AuditChain
{
    public static readonly string Start = new('0', 64);

    public static AuditRow Next(AuditRow? last, AuditEntry entry)
    {
        var position = (last?.Position ?? 0) + 1;
        var previous = last?.Hash ?? Start;

        // The stored time has milliseconds: the hash is over what can be read back.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds());
        return new AuditRow(
            position, at, entry.Actor, entry.Action, entry.Subject, entry.Address, entry.Before, entry.After, previous,
            Hash(previous, position, at, [entry.Actor, entry.Action, entry.Subject, entry.Address, entry.Before, entry.After]));
    }

    public static bool Follows(AuditRow? last, AuditRow row) =>
        row == Next(last, new AuditEntry(row.At, row.Actor, row.Action, row.Subject, row.Address, row.Before, row.After));

    private static string Hash(string previous, long position, DateTimeOffset at, ReadOnlySpan<string?> members)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previous));
        Append(hash, position);
        Append(hash, at.ToUnixTimeMilliseconds());
        foreach (var member in members)
        {
            // Length first, so that no two different entries give the same bytes; an absent member has length -1.
            var bytes = member is null ? null : Encoding.UTF8.GetBytes(member);
            Append(hash, bytes?.Length ?? -1);
            hash.AppendData(bytes ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
