using System.Globalization;
using System.Text.RegularExpressions;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>
/// One dataset as a backtest and on paper while silos die, by turns one that has not the session and the one that has it: the result is the backtest's to the last
/// digit. PostgreSQL, two silos and the API as processes of their own.
/// </summary>
public sealed partial class ReplayedDeathTests(PublishedOutput published, ITestOutputHelper output)
{
    private const string Dataset = "replayed";
    private const string Btc = "BTC_USDT";
    private const string Eth = "ETH_USDT";

    /// <summary>Where the last of the kills falls at the latest: the session is to be at work when it dies.</summary>
    private const double LastPercent = 75;

    private static readonly int Kills = TestScale.Of(suite: 2, whole: 6);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(TestScale.Of(suite: 4, whole: 10));

    [Fact]
    public async Task Paper_gives_its_backtest_however_often_silos_die()
    {
        await using var cluster = await ClusterPlatform.StartAsync(published);
        await PrepareAsync(cluster);

        await AssertSameAsync(cluster, Several, speed: "max");
        if (TestScale.IsLong)
        {
            await AssertSameAsync(cluster, Several, speed: 10);
            await AssertSameAsync(cluster, One, speed: "max");
            await AssertSameAsync(cluster, One, speed: 10);
        }
    }

    private static object[] One => [new { name = "quick", symbols = new[] { Btc } }];

    private static object[] Several => [new { name = "quick", symbols = new[] { Btc, Eth } }, new { name = "holder", symbols = new[] { Btc } }];

    private static async Task PrepareAsync(ClusterPlatform cluster)
    {
        await cluster.Api.GenerateAsync(Dataset, Btc, Duration, 10, seed: 7);
        await cluster.Api.GenerateAsync(Dataset, Eth, Duration, 10, seed: 8);
        await cluster.Api.PostAsync("strategies", Strategy("quick", heldFor: "1s"));
        await cluster.Api.PostAsync("strategies", Strategy("holder", heldFor: "1h"));
    }

    private async Task AssertSameAsync(ClusterPlatform cluster, object[] strategies, object speed)
    {
        // A token lives for fifteen minutes, and all of these together take longer.
        await cluster.Api.SignInAsync();
        var backtest = await StartAsync(cluster.Api, "backtest", new { dataset = Dataset }, strategies);
        Assert.Equal("Completed", await cluster.Api.EndedAsync(backtest, EndLimit));
        var expected = await cluster.Api.ReportAsync(backtest);
        Assert.True(expected.RoundTrips > 5, $"{expected.RoundTrips} round trips");

        var session = await StartAsync(cluster.Api, "paper", new { dataset = Dataset, speed }, strategies);
        var last = DateTimeOffset.MinValue;
        for (var kill = 0; kill < Kills; kill++)
        {
            var reached = await cluster.Api.ProgressAsync(session, percentMin: LastPercent * (kill + 1) / (Kills + 1), ProgressLimit);
            var (host, run) = await HostAsync(cluster, session, runMin: 1);
            var isHost = kill % 2 == 1;
            var silo = isHost ? host : cluster.Silos.Single(other => other != host);
            last = DateTimeOffset.UtcNow;
            var next = await cluster.ReplaceAsync(silo);
            output.WriteLine($"kill {kill + 1} at {reached} %: {silo.Name}, which {(isHost ? "has" : "has not")} the session");
            if (isHost)
            {
                // Whoever has the session now runs it anew.
                await HostAsync(cluster, session, run + 1);
            }

            await next.ReadyAsync(ReadyLimit);
        }

        Assert.Equal("Completed", await cluster.Api.EndedAsync(session, EndLimit));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{strategies.Length} strategies at {speed}: {expected.RoundTrips} round trips, ended {(DateTimeOffset.UtcNow - last).TotalSeconds:0} s after the last kill"));
        Assert.Equal(expected, await cluster.Api.ReportAsync(session));
        var ended = (await cluster.Api.GetAsync($"sessions/{session}")).GetProperty("transitions").EnumerateArray().Last().GetProperty("at").GetDateTimeOffset();
        Assert.True(ended > last, "It was to be killed, and was over.");
    }

    private static async Task<string> StartAsync(TradingApi api, string mode, object market, object[] strategies) =>
        (await api.PostAsync("sessions", new { mode, market, strategies, stopPolicy = "close" }, Guid.NewGuid().ToString())).GetProperty("id").GetString()!;

    /// <summary>The silo that has the session: its worker is there, and its log says which run it is at.</summary>
    private static async Task<(HostProcess Silo, int Run)> HostAsync(ClusterPlatform cluster, string session, int runMin)
    {
        var host = await Eventually.GetAsync(
            () => Task.FromResult(cluster.Silos.MaxBy(silo => LastRun(silo, session)) is { } silo && LastRun(silo, session) >= runMin ? silo : null),
            ProgressLimit,
            () => $"a silo says that it is at run {runMin} of {session}");
        return (host, LastRun(host, session));
    }

    private static int LastRun(HostProcess silo, string session) => RunBegins().Matches(silo.Output)
        .Where(run => run.Groups[1].Value == session)
        .Select(run => int.Parse(run.Groups[2].Value, CultureInfo.InvariantCulture))
        .LastOrDefault();

    private static string Duration { get; } = FormattableString.Invariant($"{TestScale.Of(suite: 30, whole: 120)}s");

    // Values may stand in quotes, which JSON escapes.
    [GeneratedRegex("""Session [\\"]*(ses-[a-z2-7]+)[\\"]*: run ([0-9]+) begins""")]
    private static partial Regex RunBegins();

    /// <summary>Sells on some seconds of trades.</summary>
    /// <param name="heldFor">Longest time in a position.</param>
    private static object Strategy(string name, string heldFor) => new
    {
        name,
        direction = "short",
        indicators = new
        {
            surge = new { type = "volume_surge_ratio", current = new { from = 1, to = 0 }, baseline = new { from = 3, to = 1 } },
            pnl = new { type = "unrealized_pnl_pct" },
        },
        signal = new { when = new { indicator = "surge", op = ">=", value = 0.05 }, expires = "30s" },
        entry = new
        {
            when = new { indicator = "surge", op = ">=", value = 0.05 },
            order = new { type = "market" },
            size = new { type = "equity_pct", value = 2 },
            leverage = 2,
            cooldown = "1s",
            stopLoss = new { pct = 3 },
        },
        exit = new { when = new { indicator = "pnl", op = ">=", value = 5 }, order = new { type = "market" }, cooldown = "1s" },
        limits = new { maxTimeInPosition = heldFor },
    };
}
