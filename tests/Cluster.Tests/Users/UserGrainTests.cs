using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Cluster.Tests.Users;

public sealed class UserGrainTests(TradingCluster cluster)
{
    private static readonly DerivedKey Right = new([7, 7, 7]);
    private static readonly DerivedKey Wrong = new([1, 2, 3]);

    private readonly string _name = $"u-{Guid.NewGuid():n}"[..20];

    [Fact]
    public async Task Of_many_who_take_a_name_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync()));

        Assert.Single(answers, answer => answer is not null);
    }

    [Fact]
    public async Task Created_user_is_in_the_directory()
    {
        await CreateAsync();

        Assert.Contains(_name, await cluster.Client.GetGrain<IUserDirectoryGrain>(GrainKeys.ForUserDirectory()).Names());
    }

    [Fact]
    public async Task One_refresh_token_shown_many_times_at_once_is_renewed_once_and_ends_the_sign_in()
    {
        await CreateAsync();
        await User.SignIn(new SignInAttempt(Right, "f", "t0"));

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(number => User.Refresh(new RefreshAttempt("f", "t0", $"t{number}"))));

        Assert.Single(answers, answer => answer.Verdict is RefreshVerdict.Renewed);
        Assert.Contains(answers, answer => answer.Verdict is RefreshVerdict.Reused);
        Assert.Contains("f", (await User.Access())!.EndedFamilies);
    }

    [Fact]
    public async Task Known_and_unknown_users_are_slowed_down_alike()
    {
        await CreateAsync();
        var unknown = cluster.Client.GetGrain<IUserGrain>(GrainKeys.ForUser(_name + "-x"));
        for (var failure = 0; failure <= SignInThrottleRule.PerAccount.FreeFailures; failure++)
        {
            Assert.Null(await User.SignIn(new SignInAttempt(Wrong, "f", "t")));
            Assert.Null(await unknown.SignIn(new SignInAttempt(Wrong, "f", "t")));
        }

        Assert.Equal((await User.Challenge()).RetryAfter, (await unknown.Challenge()).RetryAfter);
        Assert.NotNull((await User.Challenge()).RetryAfter);
        Assert.Null(await User.SignIn(new SignInAttempt(Right, "f", "t")));
    }

    [Fact]
    public async Task Write_that_fails_leaves_the_user_as_he_was()
    {
        await CreateAsync();
        cluster.Faults.FailNextWrite(GrainKeys.ForUser(_name), StorageFaults.Moment.BeforeWrite);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => User.Change(new UserChange(UserRole.Admin, null, null, null)));

        Assert.Equal(UserRole.Trader, (await User.Find())!.Role);
        Assert.Equal(UserRole.Admin, (await User.Change(new UserChange(UserRole.Admin, null, null, null)))!.After.Role);
    }

    [Fact]
    public async Task Write_whose_answer_is_lost_shows_what_was_stored()
    {
        await CreateAsync();
        cluster.Faults.FailNextWrite(GrainKeys.ForUser(_name), StorageFaults.Moment.AfterWrite);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => User.Change(new UserChange(null, null, IsDisabled: true, null)));

        Assert.True((await User.Find())!.IsDisabled);
    }

    [Fact]
    public async Task Creation_that_was_cut_short_can_be_repeated()
    {
        cluster.Faults.FailNextWrite(GrainKeys.ForUser(_name), StorageFaults.Moment.BeforeWrite);

        await Assert.ThrowsAsync<StorageUnavailableException>(CreateAsync);

        Assert.NotNull(await CreateAsync());
    }

    [Fact]
    public async Task Sign_in_ends_after_twelve_hours_on_the_cluster_s_clock()
    {
        await CreateAsync();
        await User.SignIn(new SignInAttempt(Right, "f", "t0"));

        cluster.Clock.Advance(RefreshFamily.Life);

        Assert.Equal(RefreshVerdict.Expired, (await User.Refresh(new RefreshAttempt("f", "t0", "t1"))).Verdict);
    }

    private IUserGrain User => cluster.Client.GetGrain<IUserGrain>(GrainKeys.ForUser(_name));

    private Task<UserView?> CreateAsync() => User.Create(new NewUser(UserRole.Trader, HasLiveGrant: false, new PasswordHash(PasswordHash.IterationsNow, "AQ==", Convert.ToBase64String(Right.Bytes.AsSpan()))));
}
