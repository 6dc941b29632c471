using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;
using Trading.Grains.Storage;

namespace Trading.Grains.Users;

/// <summary>Loads, asks <see cref="User"/> what happens, saves, tells.</summary>
[GrainType("user")]
internal sealed class UserGrain(
    [PersistentState(StateNames.User)] IPersistentState<UserState> storage,
    TimeProvider time) : Grain, IUserGrain
{
    // In memory on purpose: a stored count would tell known users from unknown ones by the time of the write.
    private SignInThrottle _throttle = SignInThrottle.Open;

    private User? Current => storage.State.User;

    public Task<UserView?> Find() => Task.FromResult(Current is { } user ? View(user) : null);

    public async Task<UserView?> Create(NewUser user)
    {
        if (Current is not null)
        {
            return null;
        }

        var name = this.GetPrimaryKeyString()[GrainKeys.ForUserDirectory().Length..];
        if (!await GrainFactory.GetGrain<IUserDirectoryGrain>(GrainKeys.ForUserDirectory()).Add(name))
        {
            return null;
        }

        var created = User.New(name, user.Role, user.HasLiveGrant, user.Password, time.GetUtcNow(), user.Request);
        await Save(created);
        return View(created);
    }

    public Task<UserView?> FindMade(RepeatedUser user) => Task.FromResult(
        Current is { } made && made.IsMadeBy(user.Request, user.Role, user.HasLiveGrant, user.Key.Bytes.AsSpan()) ? View(made) : null);

    public async Task<UserChanged?> Change(UserChange change)
    {
        if (Current is not { } before)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var after = before.Change(change.Role, change.HasLiveGrant, change.IsDisabled, now);
        await Save(change.Password is { } password ? after.WithPassword(password, now) : after);
        return new UserChanged(View(before), View(Current));
    }

    public async Task<bool> Revoke()
    {
        if (Current is not { } user)
        {
            return false;
        }

        await Save(user.RevokeAll());
        return true;
    }

    public Task<SignInChallenge> Challenge() => Task.FromResult(new SignInChallenge(
        _throttle.RetryAfter(time.GetUtcNow()),
        Current?.Password.Salt ?? "",
        Current?.Password.Iterations ?? 0));

    public async Task<UserAccess?> SignIn(SignInAttempt attempt)
    {
        var now = time.GetUtcNow();
        if (!Accepts(attempt.Key, now) || Current is not { IsDisabled: false } user)
        {
            return null;
        }

        await Save(user.SignIn(attempt.FamilyId, attempt.TokenHash, now));
        return AccessOf(Current);
    }

    public async Task<RefreshAnswer> Refresh(RefreshAttempt attempt)
    {
        if (Current is not { } user)
        {
            return new RefreshAnswer(RefreshVerdict.Unknown, null);
        }

        var (changed, verdict) = user.Refresh(attempt.FamilyId, attempt.PresentedHash, attempt.NextHash, time.GetUtcNow());
        if (changed != user)
        {
            await Save(changed);
        }

        return new RefreshAnswer(verdict, verdict is RefreshVerdict.Renewed ? AccessOf(changed) : null);
    }

    public async Task SignOut(string familyId)
    {
        if (Current is { } user)
        {
            await Save(user.SignOut(familyId, time.GetUtcNow()));
        }
    }

    public async Task<bool> ChangePassword(DerivedKey current, PasswordHash next)
    {
        var now = time.GetUtcNow();
        if (!Accepts(current, now) || Current is not { } user)
        {
            return false;
        }

        await Save(user.WithPassword(next, now));
        return true;
    }

    public async Task UpgradePassword(DerivedKey current, PasswordHash next)
    {
        if (Current is { } user && user.Password.IsOutdated && user.Password.Matches(current.Bytes.AsSpan()))
        {
            await Save(user with { Password = next });
        }
    }

    public Task<UserAccess?> Access() => Task.FromResult(Current is { } user ? AccessOf(user) : null);

    private bool Accepts(DerivedKey key, DateTimeOffset now)
    {
        if (_throttle.RetryAfter(now) is not null)
        {
            return false;
        }

        var isRight = Current is { } user && user.Password.Matches(key.Bytes.AsSpan());
        _throttle = isRight ? SignInThrottle.Open : _throttle.Fail(SignInThrottleRule.PerAccount, now);
        return isRight;
    }

    private Task Save(User user)
    {
        storage.State.User = user;
        return storage.WriteOrDeactivateAsync(this);
    }

    private static UserView View(User user) =>
        new(user.Name, user.Role, user.HasLiveGrant, user.IsDisabled, user.CreatedAt, user.ChangedAt);

    private static UserAccess AccessOf(User user) => new(
        user.Name,
        user.Role,
        user.HasLiveGrant,
        user.IsDisabled,
        user.SecurityVersion,
        [.. user.EndedFamilies.Select(ended => ended.Id)]);
}
