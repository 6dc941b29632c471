using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Replays;

/// <summary>A run of a duration ends by itself, by the stop policy, with data left.</summary>
public sealed class DurationTests
{
    private const string Path = "99 100 101x60";

    [Fact]
    public void A_run_ends_by_itself_once_its_duration_is_over()
    {
        var (outcome, journal) = Go(TimeSpan.FromSeconds(20)).Go();

        Assert.True(outcome.IsDurationOver);
        Assert.Null(outcome.Stopped);
        Assert.Equal(At(20, 100), journal.EquityPoints[^1].At);

        // Two events a second from 0.1 s on; the one at 20.1 s is the first that is left out.
        Assert.Equal(40, outcome.Events);
        Assert.Equal((At(20, 100), InstanceStatus.Stopped), (journal.Transitions[^1].Transition.At, journal.Transitions[^1].Transition.To));
    }

    [Fact]
    public void A_position_that_is_open_then_is_closed_by_the_stop_policy()
    {
        var (_, kept) = Go(TimeSpan.FromSeconds(20)).Go();
        var (_, closed) = (Go(TimeSpan.FromSeconds(20)) with { StopPolicy = StopPolicy.Close }).Go();

        Assert.Empty(kept.RoundTrips);

        // At the last price, that of the last event, and at the end: not before the stop that asks for it.
        Assert.Equal(("stop_policy", At(20, 100)), (Assert.Single(closed.RoundTrips).ExitReason, closed.RoundTrips[0].ExitAt));
    }

    [Theory]
    [InlineData(62_001)]
    [InlineData(1_000_000)]
    public void A_duration_beyond_the_data_ends_nothing(int ms)
    {
        var whole = Go(null).Lines();

        var limited = Go(TimeSpan.FromMilliseconds(ms));

        Assert.False(limited.Go().Outcome.IsDurationOver);
        Assert.Equal(whole, limited.Lines());
    }

    [Fact]
    public void A_symbol_that_begins_after_the_end_is_left_out()
    {
        var eth = Symbol.Parse("ETH_USDT");
        var market = Of(Path, Btc);
        Of("100x60", eth, start: Start + 40_000, beside: market);
        var run = Go(TimeSpan.FromSeconds(20), market, [Btc, eth]);

        var (outcome, journal) = run.Go();

        Assert.Equal(40, outcome.Events);
        Assert.DoesNotContain(journal.Transitions, entry => entry.Instance.Symbol == eth && entry.Transition.To is not InstanceStatus.Stopped);
    }

    [Theory]
    [InlineData(20, OrderReasons.SessionStopped)]
    [InlineData(null, VenueReasons.EndOfData)]
    public void What_worked_at_the_end_says_why_it_ended_and_stands_behind_no_price(int? seconds, string reason)
    {
        var (_, journal) = Go(seconds is { } length ? TimeSpan.FromSeconds(length) : null).Go();

        var stop = Assert.Single(journal.Orders, order => order.Request.Purpose is OrderPurpose.Stop);
        Assert.Equal((OrderStatus.Canceled, reason), (stop.Status, stop.Reason));
        var standing = Assert.Single(journal.Last!.Positions);
        Assert.NotEqual(0m, standing.Position.Quantity);
        Assert.Null(standing.StopPrice);
    }

    private static Run Go(TimeSpan? duration, MemoryMarket? market = null, Symbol[]? symbols = null)
    {
        var traded = symbols ?? [Btc];
        return new Run(
            market ?? Of(Path), [.. traded.Select(symbol => Run.MarketOf(symbol, MarketSeries.Trades | MarketSeries.Book))], [(Documents.Full, traded)])
        {
            Duration = duration,
        };
    }
}
