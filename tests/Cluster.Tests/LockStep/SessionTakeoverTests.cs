using Trading.Backtest;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Synthetic;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Markets;
using Trading.Grains.Runs.Pacing;
using Trading.Testing;

namespace Trading.Cluster.Tests.LockStep;

/// <summary>A replayed session dies with its silo, worker and all, again and again; another silo takes it over, and its result is the backtest's.</summary>
public sealed class SessionTakeoverTests(ITestOutputHelper output)
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private static readonly int Kills = TestScale.Of(suite: 2, whole: 5);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(TestScale.Of(suite: 40, whole: 60));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(TestScale.Of(suite: 4, whole: 15));

    [Fact]
    public async Task Session_whose_silo_dies_is_taken_over_and_gives_its_backtest()
    {
        await using var cluster = await MortalCluster.StartAsync(hasSessions: true);
        await SaveAsync(cluster, "quick", ReplayedPaperTests.Quick);
        await SaveAsync(cluster, "waiter", ReplayedPaperTests.Waiter);
        var session = cluster.Grains.GetGrain<ISessionGrain>(GrainKeys.ForSession("ses-takenoveraaaaaa"));
        var started = await session.Start(new StartSession("alice", "alice", "hash", Settings, CanReadAll: false));
        Assert.True(started.Result is StartResult.Started, string.Join(", ", started.Errors));
        var expected = Backtest(started.Session!);

        for (var kill = 0; kill < Kills; kill++)
        {
            var at = await UntilAsync(session, view => view.Progress.Percent > 75d * (kill + 1) / (Kills + 1));
            Assert.False(at.Session.Status.IsEnded, "It is to be killed, not to be over.");
            var silo = await cluster.ReplaceHostAsync(session);
            output.WriteLine($"kill {kill + 1} at event {at.Progress.Events} of run {at.Session.Run}, on {silo}");
            await UntilAsync(session, view => view.Session.Run > at.Session.Run);
        }

        var ended = await UntilAsync(session, view => view.Session.Status.IsEnded);

        Assert.Equal(SessionStatus.Completed, ended.Session.Status);
        Assert.True(expected.Report!.Metrics.RoundTrips > 2, $"{expected.Report.Metrics.RoundTrips} round trips");
        var report = await cluster.Results.FindReportAsync(ended.Session.Id, TestContext.Current.CancellationToken);
        Assert.Equal((expected.Report.Fingerprint, expected.Report.FinalEquity), (report!.Fingerprint, report.FinalEquity));
    }

    private static SessionSettings Settings { get; } = new(
        null, SessionMode.Paper, null, [new("quick", 1, [Btc, Eth]), new("waiter", 1, [Btc])],
        new MarketSelection("synthetic:trend", null, null) { HasSpeed = true }, RiskLimits.Default, SimulatedVenueOptions.Default, 10_000m,
        Duration, 7, StopPolicy.Close, 3);

    private static async Task SaveAsync(MortalCluster cluster, string name, string document)
    {
        var saved = await cluster.Grains.GetGrain<IStrategyVersionsGrain>(GrainKeys.ForStrategyVersions("alice", name)).Create(document, request: null);
        Assert.True(saved.Version is not null, $"{saved.Result}");
    }

    private static ReplayOutcome Backtest(SessionView session)
    {
        var setup = ReplaySetups.Of(session.Session, session.Settings, session.Settings.Symbols.Select(ReplayedPaperTests.MarketOf));
        var recording = new GeneratedRecording(SyntheticScenario.Trend, session.Settings.Seed, SyntheticFeed.EventsPerSecond);
        using var kernel = new ReplayKernel(setup, recording, new ReplayedPaperTests.SilentJournal(), new ReplayControl(), CancellationToken.None);
        return kernel.Run();
    }

    /// <summary>Asks until it fits; while nobody has the session, nobody answers.</summary>
    private static async Task<SessionView> UntilAsync(ISessionGrain session, Func<SessionView, bool> fits)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                if (await session.Find("alice") is { } view && (fits(view) || view.Session.Status.IsEnded))
                {
                    return view;
                }
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                // Its silo is dead and not yet missed.
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
