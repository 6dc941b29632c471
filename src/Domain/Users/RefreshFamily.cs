using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Users;

/// <summary>One sign-in and the refresh tokens that followed from it. Only hashes are kept.</summary>
/// <param name="Id">Names the sign-in in access tokens (<c>sid</c>).</param>
/// <param name="ExpiresAt">The absolute end: no refresh extends it.</param>
/// <param name="CurrentHash">SHA-256 of the one token that is still good, lower-case hex.</param>
/// <param name="UsedHashes">The tokens already used, oldest first: seeing one again means that somebody copied it.</param>
[GenerateSerializer, Immutable, Alias("refresh-family")]
public sealed record RefreshFamily(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset CreatedAt,
    [property: Id(2)] DateTimeOffset ExpiresAt,
    [property: Id(3)] string CurrentHash,
    [property: Id(4)] ImmutableArray<string> UsedHashes)
{
    /// <summary>Absolute life of a sign-in.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Used hashes remembered; far more than twelve hours of refreshing need.</summary>
    public const int UsedHashesMax = 200;

    public static RefreshFamily Start(string id, string tokenHash, DateTimeOffset now) => new(id, now, now + Life, tokenHash, []);

    public RefreshFamily Rotate(string nextHash)
    {
        var used = UsedHashes.Length < UsedHashesMax ? UsedHashes : UsedHashes.RemoveAt(0);
        return this with { CurrentHash = nextHash, UsedHashes = used.Add(CurrentHash) };
    }
}

/// <summary>A sign-in that was ended; kept until the last access token that names it has expired.</summary>
[GenerateSerializer, Immutable, Alias("ended-family")]
public sealed record EndedFamily([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset EndedAt);
