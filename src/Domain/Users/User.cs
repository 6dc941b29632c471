using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Users;

/// <summary>One user and his sign-ins. Every change is a pure function of the record and the time.</summary>
/// <param name="HasLiveGrant">A trader with it may trade his own live accounts.</param>
/// <param name="SecurityVersion">Grows when every token issued so far must die; access tokens carry the version they were issued under.</param>
/// <param name="Families">Open sign-ins, oldest first.</param>
/// <param name="EndedFamilies">Sign-ins ended one by one whose access tokens may not have expired yet.</param>
/// <param name="CreatedBy">Identity of the request that made him, by which its repeat is known; null when it cannot be repeated.</param>
[GenerateSerializer, Immutable, Alias("user")]
public sealed record User(
    [property: Id(0)] string Name,
    [property: Id(1)] UserRole Role,
    [property: Id(2)] bool HasLiveGrant,
    [property: Id(3)] bool IsDisabled,
    [property: Id(4)] PasswordHash Password,
    [property: Id(5)] long SecurityVersion,
    [property: Id(6)] ImmutableArray<RefreshFamily> Families,
    [property: Id(7)] ImmutableArray<EndedFamily> EndedFamilies,
    [property: Id(8)] DateTimeOffset CreatedAt,
    [property: Id(9)] DateTimeOffset ChangedAt,
    [property: Id(10)] string? CreatedBy = null)
{
    /// <summary>Open sign-ins of one user; a further one ends the oldest.</summary>
    public const int FamiliesMax = 100;

    /// <summary>How long an ended sign-in is remembered: longer than any access token lives.</summary>
    public static readonly TimeSpan EndedFamilyMemory = TimeSpan.FromMinutes(20);

    /// <param name="request">See <see cref="CreatedBy"/>.</param>
    public static User New(string name, UserRole role, bool hasLiveGrant, PasswordHash password, DateTimeOffset now, string? request = null) =>
        new(name, role, hasLiveGrant, IsDisabled: false, password, SecurityVersion: 1, [], [], now, now, request);

    /// <summary>Whether this request made him as he is: a repeat of it, and of nothing else, wants all the same and has the same key.</summary>
    /// <param name="derivedKey">Of the password that the request gives.</param>
    public bool IsMadeBy(string request, UserRole role, bool hasLiveGrant, ReadOnlySpan<byte> derivedKey) =>
        CreatedBy == request && ChangedAt == CreatedAt && Role == role && HasLiveGrant == hasLiveGrant && Password.Matches(derivedKey);

    /// <summary>Opens a sign-in whose first refresh token has the given hash.</summary>
    public User SignIn(string familyId, string tokenHash, DateTimeOffset now)
    {
        var pruned = Prune(now);
        var open = pruned.Families.Length < FamiliesMax ? pruned.Families : pruned.Families.RemoveAt(0);
        return pruned with { Families = open.Add(RefreshFamily.Start(familyId, tokenHash, now)) };
    }

    /// <summary>Spends a refresh token. Reuse ends the sign-in: one of the two holders is a thief, and we cannot tell which.</summary>
    public (User User, RefreshVerdict Verdict) Refresh(string familyId, string presentedHash, string nextHash, DateTimeOffset now)
    {
        if (IsDisabled)
        {
            return (this, RefreshVerdict.Disabled);
        }

        if (Families.FirstOrDefault(open => open.Id == familyId) is not { } family)
        {
            return (this, RefreshVerdict.Unknown);
        }

        if (family.ExpiresAt <= now)
        {
            return (Prune(now), RefreshVerdict.Expired);
        }

        if (family.UsedHashes.Contains(presentedHash, StringComparer.Ordinal))
        {
            return (SignOut(familyId, now), RefreshVerdict.Reused);
        }

        return family.CurrentHash == presentedHash
            ? (this with { Families = Families.Replace(family, family.Rotate(nextHash)) }, RefreshVerdict.Renewed)
            : (this, RefreshVerdict.Unknown);
    }

    /// <summary>Ends one sign-in with its access tokens. Ending an unknown or ended one changes nothing that matters.</summary>
    public User SignOut(string familyId, DateTimeOffset now)
    {
        var pruned = Prune(now);
        return pruned with
        {
            Families = pruned.Families.RemoveAll(family => family.Id == familyId),
            EndedFamilies = pruned.EndedFamilies.Any(ended => ended.Id == familyId)
                ? pruned.EndedFamilies
                : pruned.EndedFamilies.Add(new EndedFamily(familyId, now)),
        };
    }

    /// <summary>Ends every sign-in with its access tokens.</summary>
    public User RevokeAll() => this with { SecurityVersion = SecurityVersion + 1, Families = [], EndedFamilies = [] };

    /// <summary>A new password ends every sign-in: whoever knew the old one is out.</summary>
    public User WithPassword(PasswordHash password, DateTimeOffset now) => RevokeAll() with { Password = password, ChangedAt = now };

    /// <summary>Changes what is given. Disabling ends every sign-in.</summary>
    public User Change(UserRole? role, bool? hasLiveGrant, bool? isDisabled, DateTimeOffset now)
    {
        var changed = this with
        {
            Role = role ?? Role,
            HasLiveGrant = hasLiveGrant ?? HasLiveGrant,
            IsDisabled = isDisabled ?? IsDisabled,
            ChangedAt = now,
        };
        return changed.IsDisabled && !IsDisabled ? changed.RevokeAll() : changed;
    }

    private User Prune(DateTimeOffset now) => this with
    {
        Families = Families.RemoveAll(family => family.ExpiresAt <= now),
        EndedFamilies = EndedFamilies.RemoveAll(ended => ended.EndedAt + EndedFamilyMemory <= now),
    };
}
