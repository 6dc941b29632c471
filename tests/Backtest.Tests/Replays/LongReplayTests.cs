using System.Collections.Concurrent;
using System.Diagnostics;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;

namespace Trading.Backtest.Tests.Replays;

/// <summary>Alone in its process while it runs: resident size and time are the whole process's.</summary>
[CollectionDefinition(nameof(LongReplayTests), DisableParallelization = true)]
public sealed class LongReplayGroup;

[Collection(nameof(LongReplayTests))]
public sealed class LongReplayTests(ITestOutputHelper output)
{
    private const int EventsPerSecond = 200;
    private const double GrowthMax = 1.1;
    private const int StepsMin = 5;
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromMilliseconds(20);
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long";
    private static readonly string Sample = StrategyTemplates.All.First(template => template.Name == "flash-pump-fade").Json;

    private static long Events => IsLong ? 20_000_000 : 3_000_000;

    [Fact]
    public void A_long_backtest_tells_how_far_it_is_and_uses_flat_memory()
    {
        var control = new ReplayControl();
        var seen = new ConcurrentQueue<(long Events, long Resident)>();
        var journal = new CountingJournal();
        ReplayOutcome outcome;
        using (new Timer(_ => seen.Enqueue((control.Events, Environment.WorkingSet)), null, SamplePeriod, SamplePeriod))
        {
            outcome = Start(Events * 1_000 / EventsPerSecond, control, journal);
        }

        Assert.Equal(Events, outcome.Events, (double)Events / 1_000);
        Assert.Equal(outcome.Events, control.Events);
        var steps = seen.Select(sample => sample.Events).Distinct().Count();
        Assert.True(steps >= StepsMin, $"Progress was seen {steps} times.");
        Assert.True(journal.Signals > 0 && journal.Fills > 0);
        var first = seen.Where(sample => sample.Events <= Events / 2).Max(sample => sample.Resident);
        var second = seen.Where(sample => sample.Events > Events / 2).Max(sample => sample.Resident);
        output.WriteLine($"{outcome.Events} events, resident {first / 1_048_576.0:F0} MiB in the first half, {second / 1_048_576.0:F0} MiB in the second");
        Assert.True(second <= GrowthMax * first, $"Resident size grew from {first} to {second}.");
    }

    [Fact]
    public void A_stop_ends_an_endless_backtest_within_a_second()
    {
        var control = new ReplayControl();
        using var isUnderway = new ManualResetEventSlim();
        var outcomes = new List<ReplayOutcome>();
        var worker = new Thread(() => outcomes.Add(Start(null, control, new CountingJournal(_ => isUnderway.Set()))));
        worker.Start();
        isUnderway.Wait(TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        control.RequestStop(StopPolicy.Cancel);
        worker.Join();
        var elapsed = clock.Elapsed;

        output.WriteLine($"stopped after {elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(StopPolicy.Cancel, Assert.Single(outcomes).Stopped);
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(IsLong ? 1 : 2));
    }

    private static ReplayOutcome Start(long? durationMs, ReplayControl control, CountingJournal journal)
    {
        var spec = new SyntheticSpec(Btc, SyntheticScenario.PumpAndDump, durationMs, EventsPerSecond, 5);
        var instrument = SyntheticMarket.InstrumentOf(Btc);
        var market = new ReplayMarket(
            instrument, Scaled.ScaleOf(instrument.TickSize), Scaled.ScaleOf(instrument.LotSize),
            MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding, null);
        var data = new SyntheticReader(spec);
        using var kernel = new ReplayKernel(new Run(data, [market], [(Sample, [Btc])]).Setup(), data, journal, control, CancellationToken.None);
        return kernel.Run();
    }
}
