using System.Net;
using Microsoft.Extensions.Time.Testing;
using Trading.Api.Security;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Auth;

public sealed class AddressThrottleTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void Waits_double_and_one_address_does_not_slow_another()
    {
        var throttle = new AddressThrottle(_clock);
        var guesser = IPAddress.Parse("192.0.2.1");
        for (var failure = 0; failure < SignInThrottleRule.PerAddress.FreeFailures; failure++)
        {
            throttle.Fail(guesser);
        }

        Assert.Null(throttle.RetryAfter(guesser));
        throttle.Fail(guesser);
        Assert.Equal(TimeSpan.FromSeconds(1), throttle.RetryAfter(guesser));
        throttle.Fail(guesser);
        Assert.Equal(TimeSpan.FromSeconds(2), throttle.RetryAfter(guesser));
        Assert.Null(throttle.RetryAfter(IPAddress.Parse("192.0.2.2")));
    }

    [Fact]
    public void Many_addresses_do_not_fill_the_memory()
    {
        var throttle = new AddressThrottle(_clock);

        for (var host = 0; host < 25_000; host++)
        {
            throttle.Fail(new IPAddress(host));
        }

        Assert.InRange(throttle.Count, 1, 10_000);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010db800010002")]
    public void Hosts_of_one_network_are_one_address(string address, string key) => Assert.Equal(key, AddressThrottle.KeyOf(IPAddress.Parse(address)));
}
