using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Sessions.Setup;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions;
using Trading.Grains.Markets;
using Trading.Grains.Runs;
using Trading.Grains.Runs.LockStep;
using Trading.Grains.Runs.Pacing;
using Trading.Testing;

namespace Trading.Cluster.Tests.LockStep;

/// <summary>The backtest's clock over grains on two silos: one after the other dies, and the result is the backtest's to the last digit.</summary>
public sealed class ReplayedPaperTests(ITestOutputHelper output)
{
    internal const string Quick = """
        {
          "name": "quick", "direction": "short",
          "indicators": {
            "surge": { "type": "volume_surge_ratio", "current": { "from": 1, "to": 0 }, "baseline": { "from": 3, "to": 1 } },
            "pnl": { "type": "unrealized_pnl_pct" }
          },
          "signal": { "when": { "indicator": "surge", "op": ">=", "value": 0.05 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "surge", "op": ">=", "value": 0.05 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 2 }, "leverage": 2, "cooldown": "1s", "stopLoss": { "pct": 3 }
          },
          "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 5 }, "order": { "type": "market" }, "cooldown": "1s" },
          "limits": { "maxTimeInPosition": "1s" }
        }
        """;

    internal const string Waiter = """
        {
          "name": "waiter", "direction": "long",
          "indicators": { "surge": { "type": "volume_surge_ratio", "current": { "from": 1, "to": 0 }, "baseline": { "from": 3, "to": 1 } }, "spread": { "type": "spread_pct" } },
          "signal": { "when": { "indicator": "spread", "op": "<=", "value": 1 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "surge", "op": ">=", "value": 0.01 }, "order": { "type": "limit", "offsetPct": -4, "timeout": "2s" },
            "size": { "type": "equity_pct", "value": 2 }, "leverage": 2, "cooldown": "1s", "stopLoss": { "pct": 3 }
          },
          "exit": { "when": { "indicator": "spread", "op": ">=", "value": 50 }, "order": { "type": "market" }, "cooldown": "1s" }
        }
        """;

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(TestScale.Of(suite: 4, whole: 15));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 0)]
    [InlineData(3, 3)]
    public async Task Grains_give_the_backtest_however_often_silos_die(int instances, int kills)
    {
        await using var cluster = await MortalCluster.StartAsync();
        var order = OrderOf(instances, kills);
        kills *= TestScale.Of(suite: 1, whole: 4);
        var setup = ReplaySetups.Of(order.Session, order.Settings, order.Settings.Symbols.Select(MarketOf));
        using var kernel = new ReplayKernel(setup, Recording(), new SilentJournal(), new ReplayControl(), CancellationToken.None);
        var expected = kernel.Run();

        var control = new ReplayControl();
        using var brake = new Brake(control, [.. Enumerable.Range(1, kills).Select(kill => kill * expected.Events / (kills + 1))]);
        var run = RunAsync(cluster, order, setup, control, CancellationToken.None, brake: brake);
        for (var kill = 0; kill < kills; kill++)
        {
            await ReachedAsync(run, control, brake.StopOf(kill));
            output.WriteLine($"kill {kill + 1} at event {control.Events}");
            Assert.False(run.IsCompleted, "It is to be killed, not to be over.");
            brake.Release(kill);
            await cluster.ReplaceAsync(kill);
        }

        await run.WaitAsync(Patience, TestContext.Current.CancellationToken);

        await AssertSameAsync(cluster, order, expected);
    }

    [Fact]
    public async Task Duration_that_ends_at_a_whole_minute_with_a_position_is_the_same()
    {
        await using var cluster = await MortalCluster.StartAsync();
        var order = OrderOf(instances: 1, kills: 8);
        order = order with { Settings = order.Settings with { Duration = TimeSpan.FromMinutes(1) } };
        var setup = ReplaySetups.Of(order.Session, order.Settings, order.Settings.Symbols.Select(MarketOf));
        var journal = new SilentJournal();
        using var kernel = new ReplayKernel(setup, Recording(eventsPerSecond: 3), journal, new ReplayControl(), CancellationToken.None);
        var expected = kernel.Run();

        await RunAsync(cluster, order, setup, new ReplayControl(), CancellationToken.None, eventsPerSecond: 3).WaitAsync(Patience, TestContext.Current.CancellationToken);

        await AssertSameAsync(cluster, order, expected);
        Assert.Equal((ExitReason.StopPolicy, expected.Report!.StartAt + TimeSpan.FromMinutes(1)), (journal.Last!.ExitReason, journal.Last.ExitAt));
    }

    [Fact]
    public async Task Clock_that_dies_with_a_silo_is_followed_by_another_run_of_it()
    {
        await using var cluster = await MortalCluster.StartAsync();
        var order = OrderOf(instances: 3, kills: 9);
        var setup = ReplaySetups.Of(order.Session, order.Settings, order.Settings.Symbols.Select(MarketOf));
        using var kernel = new ReplayKernel(setup, Recording(), new SilentJournal(), new ReplayControl(), CancellationToken.None);
        var expected = kernel.Run();

        for (var run = 1; run <= 3; run++)
        {
            using var death = new CancellationTokenSource();
            var control = new ReplayControl();
            var next = order with { Session = order.Session with { Run = run } };
            using var brake = new Brake(control, run < 3 ? [run * expected.Events / 3] : []);
            var running = RunAsync(cluster, next, setup, control, death.Token, brake: brake);
            if (run < 3)
            {
                await ReachedAsync(running, control, brake.StopOf(0));
                brake.Release(0);
                await death.CancelAsync();
                await cluster.ReplaceAsync(run);
                await Assert.ThrowsAnyAsync<Exception>(() => running);
                output.WriteLine($"run {run} died at event {control.Events}");
            }
            else
            {
                await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
            }
        }

        await AssertSameAsync(cluster, order, expected);
    }

    private static async Task AssertSameAsync(MortalCluster cluster, RunOrder order, ReplayOutcome expected)
    {
        var report = await cluster.Results.FindReportAsync(order.Session.Id, TestContext.Current.CancellationToken);
        Assert.True(expected.Report!.Metrics.RoundTrips > 2, $"{expected.Report.Metrics.RoundTrips} round trips");
        Assert.Equal((expected.Report.Fingerprint, expected.Report.FinalEquity), (report!.Fingerprint, report.FinalEquity));
    }

    private Task<string?> RunAsync(
        MortalCluster cluster, RunOrder order, ReplaySetup setup, ReplayControl control, CancellationToken cancellation, int eventsPerSecond = 10, Brake? brake = null)
    {
        var runner = new LockStepRunner(cluster.Grains, cluster.Reports, cluster.Journal, TimeProvider.System, new OutputLogger<LockStepRunner>(output));
        return Task.Factory.StartNew(
            () => runner.Execute(order, setup, () => Recording(eventsPerSecond, brake), control, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The run has come so far, or is over.</summary>
    private static async Task ReachedAsync(Task run, ReplayControl control, long events)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (control.Events < events && !run.IsCompleted)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private static InPieces Recording(int eventsPerSecond = 10, Brake? brake = null) =>
        new(new GeneratedRecording(SyntheticScenario.Trend, seed: 7, eventsPerSecond), brake);

    private static RunOrder OrderOf(int instances, int kills)
    {
        var id = FormattableString.Invariant($"ses-replayedaaaa{(char)('a' + instances)}{(char)('a' + kills)}");
        ImmutableArray<PinnedStrategy> pinned = instances == 1
            ? [new("quick", 1, Quick, [Btc])]
            : [new("quick", 1, Quick, [Btc, Eth]), new("waiter", 1, Waiter, [Btc])];
        var settings = new SessionSettings(
            null, SessionMode.Paper, null, [.. pinned.Select(strategy => new StrategySelection(strategy.Name, strategy.Version, strategy.Symbols))],
            new MarketSelection("synthetic:trend", null, null) { HasSpeed = true }, RiskLimits.Default, SimulatedVenueOptions.Default, 10_000m,
            TimeSpan.FromSeconds(TestScale.Of(suite: 12, whole: 60)), 7, StopPolicy.Close, 3);
        var session = new Session(
            id, "alice", id, SessionMode.Paper, GrainKeys.ForSessionAccount(id), "", pinned, SessionStatus.Running, DateTimeOffset.UnixEpoch, [], 1, null, null, false);
        return new RunOrder(session, settings, Dataset: null);
    }

    internal static ReplayMarket MarketOf(Symbol symbol)
    {
        var market = SyntheticFeed.Describe(symbol);
        return new ReplayMarket(
            market.Instrument, market.PriceScale, market.QuantityScale, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding,
            CandleInterval: null);
    }

    /// <summary>A run tells how far it is at the end of each piece: kills are to meet it anywhere.</summary>
    private sealed class InPieces(IMarketDataReader recording, Brake? brake) : IMarketDataReader
    {
        public IReadOnlyList<DatasetSymbol> Symbols => recording.Symbols;

        public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
        {
            foreach (var batch in recording.ReadBatches(query with { BatchSize = 4, ReuseArrays = false }, cancellation))
            {
                brake?.Pass(cancellation);
                yield return batch;
            }
        }

        public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => recording.ReadCandles(query, cancellation);
    }

    /// <summary>Holds a run where it is to be killed, so that a busy machine does not let it be over before; what is released is in full motion when it is killed.</summary>
    private sealed class Brake(ReplayControl control, ImmutableArray<long> stops) : IDisposable
    {
        private readonly ImmutableArray<ManualResetEventSlim> _released = [.. stops.Select(_ => new ManualResetEventSlim())];

        /// <summary>Events done at which the run is held.</summary>
        public long StopOf(int number) => stops[number];

        public void Release(int number) => _released[number].Set();

        public void Pass(CancellationToken cancellation)
        {
            for (var number = 0; number < stops.Length && control.Events >= stops[number]; number++)
            {
                _released[number].Wait(cancellation);
            }
        }

        public void Dispose()
        {
            foreach (var gate in _released)
            {
                gate.Dispose();
            }
        }
    }

    internal sealed class SilentJournal : IReplayJournal
    {
        public RoundTrip? Last { get; private set; }

        public void Order(Order order, string strategy)
        {
        }

        public void Fill(Order order, Fill fill, string strategy)
        {
        }

        public void Liquidation(Position position, PositionLiquidated liquidated, string strategy)
        {
        }

        public void Ledger(LedgerEntry entry)
        {
        }

        public void RoundTrip(RoundTrip trip) => Last = trip;

        public void Equity(EquityPoint point)
        {
        }

        public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition)
        {
        }

        public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal)
        {
        }

        public void Alert(DateTimeOffset at, string code, string detail)
        {
        }

        public void Standing(ReplayStanding standing)
        {
        }
    }
}
