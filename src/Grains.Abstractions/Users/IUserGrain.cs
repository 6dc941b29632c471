using Trading.Domain.Users;

namespace Trading.Grains.Abstractions.Users;

/// <summary>One user, keyed by <see cref="GrainKeys.ForUser"/>. The only writer of his role, password and sign-ins.</summary>
/// <remarks>Passwords and refresh tokens never reach it: the caller derives keys and hashes, so that no call carries one.</remarks>
[Alias("user-grain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <returns>Null when there is no such user.</returns>
    [Alias("find")]
    Task<UserView?> Find();

    /// <summary>Durable when the task completes.</summary>
    /// <returns>Null when the name is taken.</returns>
    [Alias("create")]
    Task<UserView?> Create(NewUser user);

    /// <summary>For a creation that finds the name taken, perhaps by itself.</summary>
    /// <returns>Null unless this very request made the user, and nobody has changed him since.</returns>
    [Alias("find-made")]
    Task<UserView?> FindMade(RepeatedUser user);

    /// <summary>Applies what is given; durable when the task completes, and safe to repeat. Disabling or a new password ends every sign-in.</summary>
    /// <returns>The user before and after; null when there is no such user.</returns>
    [Alias("change")]
    Task<UserChanged?> Change(UserChange change);

    /// <summary>Ends every sign-in with its access tokens. Durable when the task completes.</summary>
    /// <returns>False when there is no such user.</returns>
    [Alias("revoke")]
    Task<bool> Revoke();

    /// <summary>What a sign-in needs to derive the key, or how long to wait first. Says the same of known and unknown names but for the parameters.</summary>
    [Alias("challenge")]
    Task<SignInChallenge> Challenge();

    /// <summary>Judges the derived key and, when it is right, opens a sign-in. A wrong one counts against the account.</summary>
    /// <returns>Null when the key is wrong, the user unknown or disabled: the caller is not told which.</returns>
    [Alias("sign-in")]
    Task<UserAccess?> SignIn(SignInAttempt attempt);

    /// <summary>Spends a refresh token and puts the next in its place. Durable when the task completes. Reuse ends the sign-in.</summary>
    [Alias("refresh")]
    Task<RefreshAnswer> Refresh(RefreshAttempt attempt);

    /// <summary>Ends one sign-in with its access tokens. Durable when the task completes, and safe to repeat.</summary>
    [Alias("sign-out")]
    Task SignOut(string familyId);

    /// <summary>Replaces the password when the derived key of the old one is right; ends every sign-in.</summary>
    /// <returns>False when the key is wrong.</returns>
    [Alias("change-password")]
    Task<bool> ChangePassword(DerivedKey current, PasswordHash next);

    /// <summary>Replaces an outdated hash of the same password; ends nothing. Does nothing when the key is wrong.</summary>
    [Alias("upgrade-password")]
    Task UpgradePassword(DerivedKey current, PasswordHash next);

    /// <summary>What access tokens are checked against; answered from memory.</summary>
    /// <returns>Null when there is no such user.</returns>
    [Alias("access")]
    Task<UserAccess?> Access();
}
