using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Interventions;

/// <summary>
/// Instances whose own evaluation throws. No valid document does that, so documents are spoiled after validation: a size scale
/// by an indicator that is not there, an exit price beyond all numbers.
/// </summary>
public sealed class FaultReplayTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");

    [Fact]
    public void A_fault_while_flat_ends_the_signal_and_waits_for_a_resume()
    {
        var (_, journal) = (Default(Of("99 100 101x20"), SpoilEntry) with { Interventions = [Resume(8)] }).Go();

        Assert.Equal(
            ["Watching Signaled signal", "Signaled Faulted fault", "Faulted Watching fault", "Watching Signaled signal", "Signaled Faulted fault"],
            Steps(journal, Btc).SkipLast(1));
        Assert.Equal(At(8), journal.Transitions[2].Transition.At);
        Assert.Equal(["instance_faulted", "instance_faulted"], journal.Alerts.Select(alert => alert.Code));
        Assert.Empty(journal.Orders);
    }

    [Fact]
    public void A_fault_in_a_position_closes_it_at_market_and_is_resumed_once_flat()
    {
        var (_, journal) = (Default(Of("99 100 101x5 112x20"), SpoilExit) with { Interventions = [Resume(20)] }).Go();

        var close = journal.Orders.First(order => order.Request.Purpose is OrderPurpose.Close);
        Assert.Equal((OrderStatus.Filled, OrderType.Market, true), (close.Status, close.Request.Type, close.Request.ReduceOnly));
        Assert.Equal("faulted", journal.RoundTrips[0].ExitReason);
        Assert.Equal(["InPosition Faulted fault", "Faulted Faulted position", "Faulted Watching fault"], Steps(journal, Btc).Skip(3).Take(3));
    }

    [Fact]
    public void A_resume_is_refused_while_the_faulted_instance_is_not_flat()
    {
        var control = new ReplayControl();
        var run = Default(Of("99 100 101x5 112x20"), SpoilExit) with
        {
            Control = control,
            Venue = SimulatedVenueOptions.Default with { Latency = TimeSpan.FromSeconds(4) },
            Interventions = [Resume(10)],
        };

        var (_, journal) = run.Go();

        Assert.Equal([Btc], Assert.Single(control.Taken).Refused);
        Assert.Equal("faulted", Assert.Single(journal.RoundTrips).ExitReason);
        Assert.DoesNotContain("Faulted Watching fault", Steps(journal, Btc));
    }

    [Fact]
    public void A_fault_leaves_others_untouched()
    {
        var market = Of("99 100 101x5 112x20", Btc);
        Of("99 100 101x5 112x20", Eth, beside: market);
        var sound = Default(market, document => document) with
        {
            Markets = [.. ((Symbol[])[Btc, Eth]).Select(symbol => Run.MarketOf(symbol, MarketSeries.Trades | MarketSeries.Book))],
            Strategies = [(Documents.Full, [Btc]), (Documents.With(Documents.Full, "/name = \"other\""), [Eth])],
        };

        var (_, before) = sound.Go();
        var (_, journal) = (sound with { Spoil = document => document.Name == "full" ? SpoilExit(document) : document }).Go();

        Assert.Contains("InPosition Faulted fault", Steps(journal, Btc));
        Assert.Equal(Steps(before, Eth), Steps(journal, Eth));
        Assert.Equal(before.RoundTrips.Single(trip => trip.Symbol == Eth), journal.RoundTrips.Single(trip => trip.Symbol == Eth));
    }

    [Fact]
    public void A_close_at_the_end_counts_on_from_the_closes_of_the_instance()
    {
        // The close of the faulted instance is under way when data end: the one at the end is its successor, not the same order.
        var (_, journal) = (Default(Of("99 100 101x5 112x2"), SpoilExit) with
        {
            StopPolicy = StopPolicy.Close,
            Venue = SimulatedVenueOptions.Default with { Latency = TimeSpan.FromSeconds(3) },
        }).Go();

        var closes = journal.Orders.Where(order => order.Request.Purpose is OrderPurpose.Close).ToArray();
        Assert.Equal([(OrderStatus.Canceled, "end_of_data"), (OrderStatus.Filled, null)], closes.Select(order => (order.Status, order.Reason)));
        Assert.Equal(closes[1].Id, journal.Transitions[^1].Transition.OrderId);
        Assert.Equal("end_of_data", Assert.Single(journal.RoundTrips).ExitReason);
    }

    private static StrategyDocument SpoilEntry(StrategyDocument document) =>
        document with { Entry = document.Entry with { Size = document.Entry.Size with { Scale = document.Entry.Size.Scale! with { By = "nowhere" } } } };

    private static StrategyDocument SpoilExit(StrategyDocument document) =>
        document with { Exit = document.Exit with { Order = document.Exit.Order with { OffsetPct = decimal.MaxValue / 4m } } };

    private static string[] Steps(RecordingJournal journal, Symbol symbol) =>
    [
        .. journal.Transitions.Where(entry => entry.Instance.Symbol == symbol)
            .Select(entry => $"{entry.Transition.From} {entry.Transition.To} {entry.Transition.Section}"),
    ];

    private static Intervention Resume(long second) => new(1, "full", InterventionKind.Resume, "tom", At(0), At(second), []);

    private static Run Default(MemoryMarket market, Func<StrategyDocument, StrategyDocument> spoil) => new(
        market, [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)],
        [(Documents.With(Documents.Full, "/entry/takeProfit = none\n/entry/trailingStop = none"), [Btc])])
    {
        Spoil = spoil,
    };
}
