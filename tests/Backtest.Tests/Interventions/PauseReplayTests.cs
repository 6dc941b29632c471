using CsCheck;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Interventions;

/// <summary>Strategies paused and resumed while a replay runs.</summary>
public sealed class PauseReplayTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");

    [Fact]
    public void A_paused_strategy_raises_no_signal_until_it_is_resumed()
    {
        var (_, journal) = Default(Of("99 100x40"), Pause(1), Resume(10)).Go();

        Assert.Equal((At(10), InstanceStatus.Signaled), (journal.Transitions[0].Transition.At, journal.Transitions[0].Transition.To));
    }

    [Fact]
    public void A_pause_ends_a_signal_at_the_next_event()
    {
        var (_, journal) = Default(Of("99 100x15"), Pause(3)).Go();

        Assert.Equal(
            [(At(1, 200), "Watching Signaled signal"), (At(3), "Signaled Watching pause")],
            journal.Transitions.SkipLast(1).Select(entry => (entry.Transition.At, $"{entry.Transition.From} {entry.Transition.To} {entry.Transition.Section}")));
        Assert.Equal((SignalOutcome.Canceled, "paused"), (journal.Signals[^1].Outcome, journal.Signals[^1].Reason));
    }

    [Fact]
    public void A_pause_cancels_a_working_entry()
    {
        var (_, journal) = Default(Of("99 100 101x20"), "/entry/order/offsetPct = -2", Pause(5)).Go();

        var entry = Assert.Single(journal.Orders);
        Assert.Equal((OrderStatus.Canceled, At(5, 50)), (entry.Status, entry.EndedAt));
    }

    [Theory]
    [InlineData("99 100x10", "", "Signaled Watching pause paused")]
    [InlineData("99 100 101x20", "/entry/order/offsetPct = -2", "Entering Entering pause paused")]
    public void A_pause_that_is_over_before_the_next_event_ends_the_same(string path, string changes, string step)
    {
        var run = Default(Of(path), changes, Pause(4, 300), Resume(4, 400));

        var (_, journal) = run.Go();

        Assert.Contains(step, journal.Transitions.Select(entry =>
            $"{entry.Transition.From} {entry.Transition.To} {entry.Transition.Section} {entry.Transition.Reason}"));
    }

    [Fact]
    public void A_pause_leaves_a_position_and_other_strategies_alone()
    {
        var market = Of("99 100 101x10 113x5 100 101x20", Btc);
        Of("99 100x3 100x30", Eth, beside: market);
        var undisturbed = Default(market, []) with
        {
            Markets = [.. ((Symbol[])[Btc, Eth]).Select(symbol => Run.MarketOf(symbol, MarketSeries.Trades | MarketSeries.Book))],
            Strategies = [(Documents.Full, [Btc]), (Documents.With(Documents.Full, "/name = \"other\""), [Eth])],
        };

        var (_, before) = undisturbed.Go();
        var (_, journal) = (undisturbed with { Interventions = [Pause(5)] }).Go();

        Assert.Equal(before.RoundTrips[0], journal.RoundTrips[0]);
        Assert.Equal(StepsOf(before, Eth), StepsOf(journal, Eth));
        Assert.DoesNotContain(journal.Transitions, entry => entry.Instance.Symbol == Btc && entry.Transition.To is InstanceStatus.Signaled && entry.Transition.At > At(5));
        Assert.Contains(before.Transitions, entry => entry.Instance.Symbol == Btc && entry.Transition.To is InstanceStatus.Signaled && entry.Transition.At > At(5));
    }

    [Fact]
    public void What_was_asked_for_while_it_ran_is_told_with_its_instant_and_repeated_there_by_the_next_run()
    {
        var control = new ReplayControl();
        var asked = Pause(0) with { EffectiveAt = null };
        var live = Default(Of("99 100 101x10 113x5 100 101x20 113x20 100 101x30")) with
        {
            Control = control,
            OnFill = _ => control.Offer(asked),
        };

        var lines = live.Lines();

        var taken = Assert.Single(control.Taken);
        Assert.Equal(1, taken.Number);
        Intervention[] known = [asked with { EffectiveAt = taken.At }];
        Assert.Equal(lines, (live with { Control = new ReplayControl(), OnFill = null, Interventions = known }).Lines());
        Assert.NotEqual(lines, (live with { Control = new ReplayControl(), OnFill = null }).Lines());
    }

    [Fact]
    public void Skipping_what_nobody_looks_at_changes_nothing_when_strategies_are_paused()
    {
        var coverage = new Coverage("paused in a signal", "traded after", "differs");
        Gen.Int[0, int.MaxValue - 1].Sample(
            seed =>
            {
                var (market, undisturbed) = RandomRun.Make(seed, events: 900);
                var run = undisturbed with { Interventions = Random(new Random(seed), market, undisturbed) };
                var plain = (run with { IsSkipping = false }).Lines();

                Assert.Equal(plain, run.Lines());
                Assert.Equal(plain, (run with { BatchSize = 7 }).Lines());
                coverage.Case();
                coverage.Count("paused in a signal", plain.Any(line => line.Contains("Signaled Watching pause", StringComparison.Ordinal)));
                coverage.Count("traded after", plain.Any(line => line.StartsWith("fill", StringComparison.Ordinal)));
                coverage.Count("differs", !plain.SequenceEqual(undisturbed.Lines()));
            },
            iter: 80);
        coverage.Check();
    }

    private static Intervention[] Random(Random random, RandomMarket market, Run run)
    {
        var firstMs = market.Symbols.Min(symbol => market.Market.EventsOf(symbol).Select(known => known.TimeMs).DefaultIfEmpty(market.CommonEndMs).First());
        var times = Enumerable.Range(0, random.Next(1, 8))
            .Select(_ => firstMs + 1 + (long)(random.NextDouble() * Math.Max(1, market.CommonEndMs - firstMs))).Order().ToArray();
        return
        [
            .. times.Select((timeMs, index) => new Intervention(
                index + 1, $"s{random.Next(run.Strategies.Count)}", random.Next(5) < 3 ? InterventionKind.Pause : InterventionKind.Resume, "tom",
                DateTimeOffset.UnixEpoch, DateTimeOffset.FromUnixTimeMilliseconds(timeMs), [])),
        ];
    }

    private static string[] StepsOf(RecordingJournal journal, Symbol symbol) =>
        [.. journal.Transitions.Where(entry => entry.Instance.Symbol == symbol).Select(entry => RecordingJournal.Text(entry.Transition))];

    private static Intervention Pause(long second, int ms = 0) => new(1, "full", InterventionKind.Pause, "tom", At(0), At(second, ms), []);

    private static Intervention Resume(long second, int ms = 0) => new(2, "full", InterventionKind.Resume, "tom", At(0), At(second, ms), []);

    private static Run Default(MemoryMarket market, params Intervention[] interventions) => Default(market, "", interventions);

    private static Run Default(MemoryMarket market, string changes, params Intervention[] interventions) => new(
        market, [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(Documents.With(Documents.Full, changes), [Btc])])
    {
        Interventions = interventions,
    };
}
