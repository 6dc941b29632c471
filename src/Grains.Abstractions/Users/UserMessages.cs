using System.Collections.Immutable;
using Trading.Domain.Secrets;
using Trading.Domain.Users;

namespace Trading.Grains.Abstractions.Users;

/// <summary>A user without anything secret.</summary>
[GenerateSerializer, Immutable, Alias("user-view")]
public sealed record UserView(
    [property: Id(0)] string Name,
    [property: Id(1)] UserRole Role,
    [property: Id(2)] bool HasLiveGrant,
    [property: Id(3)] bool IsDisabled,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset ChangedAt);

/// <param name="Request">Identity of the request, which its repeats share; null for one that is not repeated.</param>
[GenerateSerializer, Immutable, Alias("new-user")]
public sealed record NewUser(
    [property: Id(0)] UserRole Role,
    [property: Id(1)] bool HasLiveGrant,
    [property: Id(2)] PasswordHash Password,
    [property: Id(3)] string? Request = null);

/// <summary>What the repeat of a creation wants; its password by the key that is derived from it.</summary>
[GenerateSerializer, Immutable, Alias("repeated-user")]
public sealed record RepeatedUser(
    [property: Id(0)] string Request,
    [property: Id(1)] UserRole Role,
    [property: Id(2)] bool HasLiveGrant,
    [property: Id(3)] DerivedKey Key);

/// <summary>What an administrator changes; null leaves a thing as it is.</summary>
[GenerateSerializer, Immutable, Alias("user-change")]
public sealed record UserChange(
    [property: Id(0)] UserRole? Role,
    [property: Id(1)] bool? HasLiveGrant,
    [property: Id(2)] bool? IsDisabled,
    [property: Id(3)] PasswordHash? Password);

[GenerateSerializer, Immutable, Alias("user-changed")]
public sealed record UserChanged([property: Id(0)] UserView Before, [property: Id(1)] UserView After);

/// <param name="RetryAfter">Set when the account is being guessed at: no attempt is judged before.</param>
/// <param name="Salt">Base64; empty for an unknown user, for whom the caller derives with a decoy, to take as long.</param>
/// <param name="Iterations">Zero for an unknown user.</param>
[GenerateSerializer, Immutable, Alias("sign-in-challenge")]
public sealed record SignInChallenge(
    [property: Id(0)] TimeSpan? RetryAfter,
    [property: Id(1)] string Salt,
    [property: Id(2)] int Iterations);

/// <summary>The key derived from a presented password; worth as much as the password inside the cluster.</summary>
[GenerateSerializer, Immutable, Alias("derived-key")]
public sealed record DerivedKey([property: Id(0)] ImmutableArray<byte> Bytes) : ISecret
{
    public override string ToString() => SecretString.Redacted;
}

/// <param name="FamilyId">The id of the sign-in to open.</param>
/// <param name="TokenHash">Hash of its first refresh token.</param>
[GenerateSerializer, Immutable, Alias("sign-in-attempt")]
public sealed record SignInAttempt(
    [property: Id(0)] DerivedKey Key,
    [property: Id(1)] string FamilyId,
    [property: Id(2)] string TokenHash);

/// <param name="PresentedHash">Hash of the token that came in.</param>
/// <param name="NextHash">Hash of the token that takes its place.</param>
[GenerateSerializer, Immutable, Alias("refresh-attempt")]
public sealed record RefreshAttempt(
    [property: Id(0)] string FamilyId,
    [property: Id(1)] string PresentedHash,
    [property: Id(2)] string NextHash);

/// <param name="Access">Set when the verdict is <see cref="RefreshVerdict.Renewed"/>.</param>
[GenerateSerializer, Immutable, Alias("refresh-answer")]
public sealed record RefreshAnswer(
    [property: Id(0)] RefreshVerdict Verdict,
    [property: Id(1)] UserAccess? Access);

/// <summary>The standing of a user: an access token is good while it fits.</summary>
/// <param name="SecurityVersion">A token issued under another version is dead.</param>
/// <param name="EndedFamilies">A token of one of these sign-ins is dead.</param>
[GenerateSerializer, Immutable, Alias("user-access")]
public sealed record UserAccess(
    [property: Id(0)] string Name,
    [property: Id(1)] UserRole Role,
    [property: Id(2)] bool HasLiveGrant,
    [property: Id(3)] bool IsDisabled,
    [property: Id(4)] long SecurityVersion,
    [property: Id(5)] ImmutableArray<string> EndedFamilies);
