using System.Security.Cryptography;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Security;

/// <summary>Judges user names and passwords. An unknown user, a wrong password and a disabled user look alike and take as long.</summary>
internal sealed class PasswordSignIn(IGrainFactory grains) : IDisposable
{
    // What an unknown name is measured against.
    private const string NobodysName = "nobody";
    private static readonly TimeSpan QueueTimeMax = TimeSpan.FromSeconds(5);

    // Deriving a key keeps a core busy; more at once would only make each slower, and guesses cheap to pile up.
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>Opens a sign-in.</summary>
    public async Task<SignInOutcome> SignInAsync(string name, string password, CancellationToken cancellation)
    {
        var familyId = RefreshToken.NewFamilyId();
        var isName = UserName.IsValid(name);
        var user = UserOf(isName ? name : NobodysName);
        var refresh = RefreshToken.New(isName ? name : NobodysName, familyId);
        return await WithKeyAsync(user, password, async (key, challenge) =>
        {
            // Asked for every name, so that the time tells nothing; for a name that cannot be one the answer does not count.
            var access = await user.SignIn(new SignInAttempt(key, familyId, refresh.Hash));
            if (access is null || !isName)
            {
                return SignInOutcome.Wrong;
            }

            if (challenge.Iterations < PasswordHash.IterationsNow)
            {
                await user.UpgradePassword(key, HashOf(password));
            }

            return new SignInOutcome(access, refresh, RetryAfter: null);
        }, SignInOutcome.Wait, cancellation);
    }

    /// <summary>Changes the password of somebody who knows the old one.</summary>
    /// <returns>Whether the old one was right; null with a time to wait when it was not judged.</returns>
    public Task<(bool? IsRight, TimeSpan? RetryAfter)> ChangePasswordAsync(string name, string current, string next, CancellationToken cancellation)
    {
        var user = UserOf(name);
        return WithKeyAsync<(bool? IsRight, TimeSpan? RetryAfter)>(
            user, current, async (key, _) => (await user.ChangePassword(key, HashOf(next)), null), wait => (null, wait), cancellation);
    }

    /// <summary>The user that a request made before its answer was lost.</summary>
    /// <returns>Null unless it was this very request; while the name is being guessed at, nobody is told.</returns>
    public Task<UserView?> FindMadeAsync(string name, string password, string request, UserRole role, bool hasLiveGrant, CancellationToken cancellation)
    {
        var user = UserOf(name);
        return WithKeyAsync(user, password, (key, _) => user.FindMade(new RepeatedUser(request, role, hasLiveGrant, key)), _ => null, cancellation);
    }

    /// <summary>Costs as much as judging one: for new users and passwords.</summary>
    public static PasswordHash HashOf(string password) => PasswordHash.Of(password, RandomNumberGenerator.GetBytes(PasswordHash.SaltBytes));

    public void Dispose() => _slots.Dispose();

    private async Task<T> WithKeyAsync<T>(
        IUserGrain user, string password, Func<DerivedKey, SignInChallenge, Task<T>> judge, Func<TimeSpan, T> wait, CancellationToken cancellation)
    {
        if (!await _slots.WaitAsync(QueueTimeMax, cancellation))
        {
            return wait(QueueTimeMax);
        }

        try
        {
            // Asked only when it is our turn: attempts that queue up together must not all be let through.
            var challenge = await user.Challenge();
            if (challenge.RetryAfter is { } retryAfter)
            {
                return wait(retryAfter);
            }

            var (salt, iterations) = challenge.Iterations > 0
                ? (Convert.FromBase64String(challenge.Salt), challenge.Iterations)
                : (RandomNumberGenerator.GetBytes(PasswordHash.SaltBytes), PasswordHash.IterationsNow);
            var key = new DerivedKey([.. PasswordHash.Derive(password, salt, iterations)]);
            return await judge(key, challenge);
        }
        finally
        {
            _slots.Release();
        }
    }

    private IUserGrain UserOf(string name) => grains.GetGrain<IUserGrain>(GrainKeys.ForUser(name));
}

/// <param name="Access">Set when the sign-in was opened.</param>
/// <param name="RetryAfter">Set when the attempt was not judged.</param>
internal sealed record SignInOutcome(UserAccess? Access, RefreshToken? Refresh, TimeSpan? RetryAfter)
{
    public static readonly SignInOutcome Wrong = new(null, null, null);

    public static SignInOutcome Wait(TimeSpan retryAfter) => new(null, null, retryAfter);
}
