using System.Diagnostics;
using System.Globalization;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests;

/// <summary>The one-process platform over its life: stopped, killed at work, started again on the same data.</summary>
public sealed class EmbeddedTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(TestScale.Of(suite: 2, whole: 1));
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
    public async Task Backtest_of_very_many_events_shows_progress_and_uses_flat_memory()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        var perSecond = TestScale.Of(suite: 60, whole: 463);
        await platform.Api.GenerateAsync("many", Workload.Symbol, "12h", perSecond, seed: 13);
        var strategies = await Workload.SaveStrategiesAsync(platform.Api, copies: 2);
        var session = await platform.Api.StartBacktestAsync("many", strategies, Workload.Symbol);
        var (sizes, percents, state, events) = (new List<long>(), new SortedSet<double>(), "", 0L);
        while (state is not ("Completed" or "Failed"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(TestScale.Of(suite: 200, whole: 1_000)), TestContext.Current.CancellationToken);
            var answer = await platform.Api.GetAsync($"sessions/{session}");
            state = answer.GetProperty("state").GetString()!;
            percents.Add(answer.GetProperty("progress").GetProperty("percent").GetDouble());
            events = answer.GetProperty("progress").GetProperty("events").GetInt64();
            sizes.Add(platform.Host.ResidentBytes);
        }

        var (first, second) = (sizes.Take(sizes.Count / 2).Max(), sizes.Skip(sizes.Count / 2).Max());
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{events} events, looked at {sizes.Count} times, {percents.Count} times further; resident {first >> 20} MiB at most in the first half, {second >> 20} MiB in the second"));
        Assert.Equal("Completed", state);
        Assert.True(events >= 12L * 3_600 * perSecond, $"{events} events");
        Assert.True(percents.Count > 3, "It showed no progress.");

        // Growth that the first seconds have, whatever runs, is no small part of a short run.
        Assert.True(second <= first * TestScale.Of(suite: 15, whole: 11) / 10, $"{second} bytes after {first}");
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
