using Trading.Domain.Users;

namespace Trading.Domain.Tests.Users;

public sealed class SignInThrottleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly SignInThrottleRule Rule = SignInThrottleRule.PerAccount;

    [Fact]
    public void First_failures_are_free_then_each_doubles_the_wait_up_to_a_limit()
    {
        var throttle = SignInThrottle.Open;
        var waits = new List<double>();
        for (var failure = 0; failure < 14; failure++)
        {
            throttle = throttle.Fail(Rule, Now);
            waits.Add(throttle.RetryAfter(Now)?.TotalSeconds ?? 0);
        }

        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public void Wait_is_over_at_its_end()
    {
        var throttle = Failed(6);

        Assert.NotNull(throttle.RetryAfter(Now.AddSeconds(1).AddTicks(-1)));
        Assert.Null(throttle.RetryAfter(Now.AddSeconds(1)));
    }

    [Fact]
    public void Quiet_time_forgets_failures()
    {
        Assert.Equal(11, Failed(10).Fail(Rule, Now + Rule.Memory - TimeSpan.FromTicks(1)).Failures);
        Assert.Equal(1, Failed(10).Fail(Rule, Now + Rule.Memory).Failures);
    }

    private static SignInThrottle Failed(int times) =>
        Enumerable.Range(0, times).Aggregate(SignInThrottle.Open, (throttle, _) => throttle.Fail(Rule, Now));
}
