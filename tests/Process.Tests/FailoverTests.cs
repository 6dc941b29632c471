using System.Diagnostics;
using System.Globalization;
using System.Net;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests;

/// <summary>What callers see while a silo is dead and not yet missed.</summary>
public sealed class FailoverTests(PublishedOutput published, ITestOutputHelper output)
{
    private const int Users = 10;

    /// <summary>The promise is 15 s, which the long scale wants; twice of it in the suite.</summary>
    private static readonly TimeSpan FailoverLimit = TimeSpan.FromSeconds(TestScale.Of(suite: 30, whole: 15));

    [Fact]
    public async Task Every_user_is_served_again_soon_after_a_silo_died_and_nothing_but_503_until_then()
    {
        await using var cluster = await ClusterPlatform.StartAsync(published);
        var findings = (await cluster.Api.GetAsync("/health")).GetProperty("checks").EnumerateArray();
        Assert.Equal("2 active silo(s).", findings.Single(check => check.GetProperty("name").GetString() == "cluster").GetProperty("detail").GetString());
        for (var number = 0; number < Users; number++)
        {
            await cluster.Api.PostAsync("users", new { username = NameOf(number), password = "a long and private phrase", role = "trader" });
        }

        await cluster.Silos[1].KillAsync();
        var outage = Stopwatch.StartNew();
        for (var number = 0; number < Users;)
        {
            var status = await cluster.Api.StatusAsync($"users/{NameOf(number)}");
            if (status is HttpStatusCode.OK)
            {
                number++;
                continue;
            }

            Assert.True(outage.Elapsed < FailoverLimit, $"{NameOf(number)} is not served {outage.Elapsed} after the silo died: {status}");
            Assert.True(status is HttpStatusCode.ServiceUnavailable, $"{status} while the cluster recovers: {cluster.ApiHost.Output}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all users served again {outage.Elapsed.TotalSeconds:0.0} s after the kill"));
    }

    private static string NameOf(int number) => FormattableString.Invariant($"user-{number}");
}
