using System.Diagnostics;
using System.Globalization;
using Trading.Process.Tests.Platform;

namespace Trading.Process.Tests;

/// <summary>The one-process platform over its life: stopped, killed at work, started again on the same data.</summary>
public sealed class EmbeddedTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);
    private const int ImportedRows = 1_500_000;

    [Fact]
    public async Task Every_result_has_the_same_bytes_after_a_restart_and_a_rerun_the_same_fingerprint()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        await Workload.GenerateShortAsync(platform.Api);
        var strategies = await Workload.SaveStrategiesAsync(platform.Api);
        var (session, fingerprint, roundTrips) = await Workload.BacktestAsync(platform.Api, Workload.Short, strategies);
        Assert.True(roundTrips > 0);
        var before = await Workload.AnswersAsync(platform.Api, session);

        Assert.Equal(0, await platform.Host.StopAsync());
        await platform.StartAsync();

        var after = await Workload.AnswersAsync(platform.Api, session);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, answer => Assert.Equal(answer.Value, after[answer.Key]));
        var (_, again, _) = await Workload.BacktestAsync(platform.Api, Workload.Short, strategies);
        Assert.Equal(fingerprint, again);
        platform.AssertIntact();
    }

    [Fact]
    public async Task Long_backtest_shows_progress_and_stops_on_request()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        await Workload.GenerateLongAsync(platform.Api);
        var strategies = await Workload.SaveStrategiesAsync(platform.Api, copies: 3);
        var session = await platform.Api.StartBacktestAsync(Workload.Long, strategies, Workload.Symbol);
        var progress = await platform.Api.ProgressAsync(session, percentMin: 0, ProgressLimit);

        var asked = Stopwatch.StartNew();
        await platform.Api.PostAsync($"sessions/{session}/stop", new { });
        var answered = asked.Elapsed;
        var state = await platform.Api.EndedAsync(session, StopWithin);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"stopped at {progress} %: answered after {answered.TotalMilliseconds:0} ms, ended after {asked.ElapsedMilliseconds} ms"));
        Assert.Equal("Stopped", state);
        Assert.True(asked.Elapsed < StopWithin);
        var percent = (await platform.Api.GetAsync($"sessions/{session}")).GetProperty("progress").GetProperty("percent").GetDouble();
        Assert.InRange(percent, double.Epsilon, 99.99);
        Assert.Equal(64, (await platform.Api.ReportAsync(session)).Fingerprint.Length);
    }

    [Fact]
    public async Task Backtest_cut_by_a_kill_starts_anew_after_the_restart_and_ends_as_if_undisturbed()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        await Workload.GenerateLongAsync(platform.Api);
        var strategies = await Workload.SaveStrategiesAsync(platform.Api, copies: 3);
        var undisturbed = await Workload.BacktestAsync(platform.Api, Workload.Long, strategies);
        var session = await platform.Api.StartBacktestAsync(Workload.Long, strategies, Workload.Symbol);
        await platform.Api.ProgressAsync(session, percentMin: 5, ProgressLimit);

        await platform.Host.KillAsync();
        await platform.StartAsync();

        Assert.Equal("Completed", await platform.Api.EndedAsync(session, RecoveryLimit));
        Assert.Equal((undisturbed.Fingerprint, undisturbed.RoundTrips), await platform.Api.ReportAsync(session));
        Assert.Equal(await FillLinesAsync(platform, undisturbed.Session), await FillLinesAsync(platform, session));
        Assert.Equal(0, await platform.Host.StopAsync());
        platform.AssertIntact();
    }

    [Fact]
    public async Task Import_cut_by_a_kill_starts_anew_after_the_restart_and_brings_the_same_dataset()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        await using var whole = Workload.Trades(ImportedRows);
        await platform.Api.ImportTradesAsync("whole", Workload.Symbol, whole);
        await platform.Api.DatasetReadyAsync("whole");
        await using var cut = Workload.Trades(ImportedRows);
        await platform.Api.ImportTradesAsync("cut", Workload.Symbol, cut);
        await Eventually.GetAsync(
            async () =>
            {
                var dataset = await platform.Api.GetAsync("datasets/cut");
                Assert.Equal("importing", dataset.GetProperty("state").GetString());
                return dataset.GetProperty("imports")[0].GetProperty("rows").GetInt64() > 0 ? "rows" : null;
            },
            ProgressLimit,
            () => "the import has read rows");

        await platform.Host.KillAsync();
        await platform.StartAsync();

        await platform.Api.DatasetReadyAsync("cut");
        var query = $"symbol={Workload.Symbol}";
        foreach (var part in (string[])["quality", $"candles?{query}&interval=5m", $"export?{query}&kind=trades&format=csv"])
        {
            Assert.Equal(await platform.Api.GetTextAsync($"datasets/whole/{part}", "*/*"), await platform.Api.GetTextAsync($"datasets/cut/{part}", "*/*"));
        }

        Assert.Equal(0, await platform.Host.StopAsync());
        platform.AssertIntact();
    }

    /// <summary>Rows of the run that was cut must be gone, not beside those of the next.</summary>
    private static async Task<int> FillLinesAsync(EmbeddedPlatform platform, string session) =>
        (await platform.Api.GetTextAsync($"sessions/{session}/fills", "text/csv")).Count(character => character == '\n');
}
