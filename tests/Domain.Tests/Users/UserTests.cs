using CsCheck;
using Trading.Domain.Users;

namespace Trading.Domain.Tests.Users;

public sealed class UserTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly User Alice = User.New("alice", UserRole.Trader, hasLiveGrant: false, new PasswordHash(1, "AQ==", "Ag=="), Now);

    [Fact]
    public void Refresh_spends_a_token_and_puts_the_next_in_its_place()
    {
        var (first, verdict) = Alice.SignIn("f", "t0", Now).Refresh("f", "t0", "t1", Now);
        var (_, next) = first.Refresh("f", "t1", "t2", Now);

        Assert.Equal((RefreshVerdict.Renewed, RefreshVerdict.Renewed), (verdict, next));
    }

    [Fact]
    public void Used_token_ends_the_sign_in_and_no_other()
    {
        var user = Alice.SignIn("f", "t0", Now).SignIn("g", "u0", Now).Refresh("f", "t0", "t1", Now).User;

        var (ended, verdict) = user.Refresh("f", "t0", "t2", Now);

        Assert.Equal((RefreshVerdict.Reused, RefreshVerdict.Unknown), (verdict, ended.Refresh("f", "t1", "t2", Now).Verdict));
        Assert.Equal(RefreshVerdict.Renewed, ended.Refresh("g", "u0", "u1", Now).Verdict);
        Assert.Equal(["f"], ended.EndedFamilies.Select(family => family.Id));
    }

    [Fact]
    public void Token_that_never_belonged_to_the_sign_in_does_not_end_it()
    {
        var (user, verdict) = Alice.SignIn("f", "t0", Now).Refresh("f", "made up", "t1", Now);

        Assert.Equal((RefreshVerdict.Unknown, RefreshVerdict.Renewed), (verdict, user.Refresh("f", "t0", "t1", Now).Verdict));
    }

    [Fact]
    public void No_refresh_extends_the_twelve_hours()
    {
        var user = Alice.SignIn("f", "t0", Now);
        user = user.Refresh("f", "t0", "t1", Now.AddHours(11)).User;

        Assert.Equal(RefreshVerdict.Renewed, user.Refresh("f", "t1", "t2", Now.AddHours(12).AddTicks(-1)).Verdict);
        Assert.Equal(RefreshVerdict.Expired, user.Refresh("f", "t1", "t2", Now.AddHours(12)).Verdict);
    }

    [Fact]
    public void Disabling_and_a_new_password_end_every_sign_in()
    {
        var user = Alice.SignIn("f", "t0", Now);

        Assert.All(
            [user.Change(null, null, isDisabled: true, Now), user.WithPassword(new PasswordHash(1, "Aw==", "BA=="), Now), user.RevokeAll()],
            changed => Assert.Equal((2, 0), (changed.SecurityVersion, changed.Families.Length)));
    }

    [Fact]
    public void Change_of_role_leaves_sign_ins_alone() =>
        Assert.Equal((1, 1), (Alice.SignIn("f", "t0", Now).Change(UserRole.Viewer, null, null, Now) is var user ? user.SecurityVersion : 0, user.Families.Length));

    /// <summary>However sign-ins, refreshes with good, old and foreign tokens and sign-outs follow each other: a token is good for one use at most.</summary>
    [Fact]
    public void No_token_is_ever_good_twice()
    {
        var (renewed, reused, unknown) = (0, 0, 0);
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 30].Sample(
            steps =>
            {
                var user = Alice;
                var (issued, spent) = (new List<(string Family, string Token)>(), new HashSet<string>());
                var count = 0;
                foreach (var (kind, family, pick) in steps)
                {
                    var token = $"t{count++}";
                    switch (kind)
                    {
                        case 0:
                            user = user.SignIn($"f{family}-{token}", token, Now);
                            issued.Add(($"f{family}-{token}", token));
                            break;
                        case 1 when issued.Count > 0:
                            user = user.SignOut(issued[pick % issued.Count].Family, Now);
                            break;
                        case >= 2 when issued.Count > 0:
                            var (name, presented) = issued[^(1 + (pick % issued.Count))];
                            (user, var verdict) = user.Refresh(name, presented, token, Now);
                            if (verdict is RefreshVerdict.Renewed)
                            {
                                Assert.True(spent.Add(presented));
                                issued.Add((name, token));
                            }

                            Interlocked.Increment(ref verdict is RefreshVerdict.Renewed ? ref renewed : ref verdict is RefreshVerdict.Reused ? ref reused : ref unknown);
                            break;
                    }
                }
            },
            iter: 20_000,
            threads: 1);

        var all = renewed + reused + unknown;
        TestContext.Current.TestOutputHelper?.WriteLine($"renewed {renewed}, reused {reused}, unknown {unknown} of {all} refreshes");
        Assert.True(all > 100_000);
        Assert.All([renewed, reused, unknown], part => Assert.True(part > all / 100));
    }

    [Fact]
    public void Sign_ins_and_used_tokens_have_a_limit()
    {
        var user = Alice;
        for (var number = 0; number < 300; number++)
        {
            user = user.SignIn($"f{number}", $"t{number}", Now);
        }

        for (var number = 0; number < 500; number++)
        {
            user = user.Refresh("f299", number == 0 ? "t299" : $"n{number - 1}", $"n{number}", Now).User;
        }

        Assert.Equal((User.FamiliesMax, RefreshFamily.UsedHashesMax), (user.Families.Length, user.Families[^1].UsedHashes.Length));
    }

    [Fact]
    public void Request_that_made_a_user_is_known_until_somebody_changes_him()
    {
        var made = User.New("alice", UserRole.Trader, hasLiveGrant: false, new PasswordHash(1, "AQ==", "Ag=="), Now, "asked");

        Assert.True(made.IsMadeBy("asked", UserRole.Trader, hasLiveGrant: false, [2]));
        Assert.True(made.SignIn("f", "t0", Now).IsMadeBy("asked", UserRole.Trader, hasLiveGrant: false, [2]));
        Assert.False(made.IsMadeBy("another", UserRole.Trader, hasLiveGrant: false, [2]));
        Assert.False(made.IsMadeBy("asked", UserRole.Viewer, hasLiveGrant: false, [2]));
        Assert.False(made.IsMadeBy("asked", UserRole.Trader, hasLiveGrant: true, [2]));
        Assert.False(made.IsMadeBy("asked", UserRole.Trader, hasLiveGrant: false, [3]));
        Assert.False(made.Change(role: null, hasLiveGrant: null, isDisabled: true, Now.AddSeconds(1)).IsMadeBy("asked", UserRole.Trader, hasLiveGrant: false, [2]));
        Assert.False(Alice.IsMadeBy("asked", UserRole.Trader, hasLiveGrant: false, [2]));
    }
}
