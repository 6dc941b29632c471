using CsCheck;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest.Tests.Replays;

/// <summary>What must not make a difference: skipping, batches, another run in the same process, what comes later.</summary>
public sealed class ReplayEquivalenceTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Skipping_what_nobody_looks_at_changes_nothing()
    {
        var coverage = Classes();
        Seeds.Sample(
            seed =>
            {
                var (market, run) = RandomRun.Make(seed);
                var plain = (run with { IsSkipping = false }).Lines();
                Classify(coverage, market, run, plain);
                Same(plain, run.Lines(), seed);
            },
            iter: 250);
        coverage.Check();
    }

    [Fact]
    public void The_size_of_batches_changes_nothing()
    {
        Seeds.Sample(
            seed =>
            {
                var (_, run) = RandomRun.Make(seed, events: 1_200);
                var lines = run.Lines();
                foreach (var size in (int[])[1, 7, 512])
                {
                    Same(lines, (run with { BatchSize = size }).Lines(), seed);
                }
            },
            iter: 30);
    }

    [Fact]
    public void The_same_run_gives_the_same_lines_twice()
    {
        Seeds.Sample(seed => Same(RandomRun.Make(seed).Run.Lines(), RandomRun.Make(seed).Run.Lines(), seed), iter: 30);
    }

    [Fact]
    public void A_longer_recording_decides_the_same_up_to_the_end_of_the_shorter_one()
    {
        var coverage = new Coverage("decided before the cut", "filled before the cut");
        Gen.Select(Seeds, Gen.Double[0.2, 0.95]).Sample(
            (seed, share) =>
            {
                var (market, whole) = RandomRun.Make(seed);
                var first = market.Symbols.Min(symbol => market.Market.ReadBatches(new(symbol, BatchSize: 1), default).First().Events[0].TimeMs);
                var cutMs = first + (long)(share * (market.CommonEndMs - first));
                var shorter = market.Market.Until(cutMs);
                var endMs = market.Markets.Min(known => EndOf(shorter, known));

                var (before, after) = (Until(whole with { Data = shorter }, endMs), Until(whole, endMs));
                coverage.Case();
                coverage.Count("decided before the cut", after.Length > 0);
                coverage.Count("filled before the cut", after.Any(line => line.StartsWith("fill", StringComparison.Ordinal)));
                Same(before, after, seed);
            },
            iter: 120);
        coverage.Check();
    }

    [Fact]
    public void A_run_of_a_duration_decides_what_a_run_to_the_end_decides_within_it()
    {
        var coverage = new Coverage("over before the data", "decided within", "filled within");
        Gen.Select(Seeds, Gen.Double[0.1, 1.2]).Sample(
            (seed, share) =>
            {
                // Positions are kept: a close at the end is the one thing that the rest of the data would not have brought.
                var (market, random) = RandomRun.Make(seed);
                var whole = random with { StopPolicy = StopPolicy.Cancel };
                var first = whole.Strategies.SelectMany(strategy => strategy.Symbols).Concat(market.Symbols)
                    .Min(symbol => market.Market.ReadBatches(new(symbol, BatchSize: 1), default).First().Events[0].TimeMs);
                var durationMs = 1 + (long)(share * (market.CommonEndMs - first));
                var limited = whole with { Duration = TimeSpan.FromMilliseconds(durationMs) };

                var (within, all) = (Until(limited, first + durationMs), Until(whole, first + durationMs));
                coverage.Case();
                coverage.Count("over before the data", limited.Go().Outcome.IsDurationOver);
                coverage.Count("decided within", all.Length > 0);
                coverage.Count("filled within", all.Any(line => line.StartsWith("fill", StringComparison.Ordinal)));
                Same(all, within, seed);
                Same(limited.Lines(), (limited with { IsSkipping = false }).Lines(), seed);
            },
            iter: 80);
        coverage.Check();
    }

    private static Coverage Classes() => new(
        "several symbols", "several strategies", "candles", "filled", "round trip", "stop loss", "take profit", "trailing stop", "time limit", "refused",
        "expired order", "maker", "short", "end of data", "midnight passed");

    private static void Classify(Coverage coverage, RandomMarket market, Run run, string[] lines)
    {
        coverage.Case();
        coverage.Count("several symbols", market.Markets.Length > 1);
        coverage.Count("several strategies", run.Strategies.Count > 1);
        coverage.Count("candles", market.IsCandles);
        coverage.Count("filled", Has("fill "));
        coverage.Count("round trip", Has("\"ExitReason\":\""));
        coverage.Count("stop loss", Has("\"ExitReason\":\"stop_loss\""));
        coverage.Count("take profit", Has("takeProfit"));
        coverage.Count("trailing stop", Has("\"ExitReason\":\"trailing_stop\""));
        coverage.Count("time limit", Has("\"ExitReason\":\"time_limit\""));
        coverage.Count("refused", Has("Rejected risk:"));
        coverage.Count("expired order", Has("Expired timeout"));
        coverage.Count("maker", Has(" Maker "));
        coverage.Count("short", Has(" Sell Limit") || Has(" Sell Market"));
        coverage.Count("end of data", Has("\"ExitReason\":\"end_of_data\""));
        coverage.Count("midnight passed", Has("equity 2024-01-01T00:00") && Has("equity 2023-12-31"));

        bool Has(string text) => lines.Any(line => line.Contains(text, StringComparison.Ordinal));
    }

    private static long EndOf(MemoryMarket market, ReplayMarket known)
    {
        var events = market.ReadBatches(new(known.Instrument.Symbol, BatchSize: 65_536), default).SelectMany(batch => batch.Events.ToArray()).ToArray();
        return events.Length == 0 ? long.MinValue : events[^1].TimeMs;
    }

    /// <summary>What was decided and done before an instant.</summary>
    private static string[] Until(Run run, long endMs)
    {
        var end = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(endMs, 0));
        var (outcome, journal) = run.Go();
        if (outcome.Report is null)
        {
            return [];
        }

        return
        [
            .. journal.Transitions.Where(entry => entry.Transition.At < end && entry.Transition.To is not InstanceStatus.Stopped)
                .Select(entry => $"transition {entry.Instance.Key} {RecordingJournal.Text(entry.Transition)}"),
            .. journal.Orders.Where(order => order.Request.CreatedAt < end && order.Request.Purpose is not OrderPurpose.Close).Select(order => $"order {order.Request}"),
            .. journal.Fills.Where(entry => entry.Fill.At < end).Select(entry => $"fill {entry.Order.Id} {entry.Fill}"),
            .. journal.EquityPoints.Where(point => point.At < end).Select(point => $"equity {point}"),
        ];
    }

    private static void Same(string[] expected, string[] actual, int seed)
    {
        for (var line = 0; line < Math.Min(expected.Length, actual.Length); line++)
        {
            Assert.True(expected[line] == actual[line], $"seed {seed}, line {line}:\n{expected[line]}\n{actual[line]}");
        }

        Assert.Equal(expected.Length, actual.Length);
    }
}
