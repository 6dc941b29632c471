using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Exchanges.Tests.Simulated;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>Market data in: worked through once, answered alike, stopped where something happened.</summary>
[Collection(typeof(SimulatorCollection))]
public sealed class MarketFeedTests(SimulatorFixture fixture)
{
    private static readonly MarketEvent Trade = new()
    {
        Kind = MarketEventKind.Trade,
        Price = Scaled.FromDecimal(89m, VenueBench.PriceScale),
        Quantity = Scaled.FromDecimal(0.3m, VenueBench.QuantityScale),
    };

    [Fact]
    public async Task A_batch_handed_over_again_is_answered_alike_and_not_worked_through_again()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.LimitAsync("o-1", 90m);
        await bench.QuoteAsync();

        var once = await bench.AdvanceAsync(bench.Next, stopsAtReport: false, Trade, Trade);
        var happened = (await bench.LedgerAsync()).Count;
        var again = await bench.AdvanceAsync(bench.Next, stopsAtReport: false, Trade, Trade);

        Assert.Equal(bench.Next + 2, once.Next);
        Assert.Equal(once.Next, again.Next);
        Assert.Equal(once.Reports, again.Reports);
        Assert.Equal(happened, (await bench.LedgerAsync()).Count);
        Assert.Equal(0.6m, (await bench.QueryAsync("o-1"))!.FilledQuantity);
    }

    [Fact]
    public async Task What_overlaps_is_left_out()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.LimitAsync("o-1", 90m);
        await bench.QuoteAsync();

        await bench.AdvanceAsync(bench.Next, stopsAtReport: false, Trade);
        var rest = await bench.AdvanceAsync(bench.Next - 1, stopsAtReport: false, Trade, Trade, Trade);

        Assert.Equal(bench.Next + 2, rest.Next);
        Assert.Equal(0.6m, (await bench.QueryAsync("o-1"))!.FilledQuantity);
    }

    [Fact]
    public async Task In_lock_step_it_stops_behind_the_event_that_caused_a_report()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.LimitAsync("o-1", 90m);
        await bench.QuoteAsync();

        var first = await bench.AdvanceAsync(bench.Next, stopsAtReport: true, Trade, Trade, Trade);
        var second = await bench.AdvanceAsync(first.Next, stopsAtReport: true, Trade, Trade);

        Assert.Equal((bench.Next + 1, 1), (first.Next, first.Reports.Length));
        Assert.Equal((bench.Next + 2, 1), (second.Next, second.Reports.Length));
    }

    [Fact]
    public async Task Opening_again_changes_nothing_and_other_settings_are_refused_while_something_is_held()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();
        var before = (await bench.LedgerAsync()).Count;

        await bench.Venue.OpenAsync(bench.Terms, TestContext.Current.CancellationToken);
        var conflict = bench.Venue.OpenAsync(bench.Terms with { Options = new() { Latency = TimeSpan.Zero } }, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<VenueConflictException>(() => conflict);
        Assert.Equal(before, (await bench.LedgerAsync()).Count);
        Assert.Equal(1m, Assert.Single((await bench.AccountAsync()).Positions).Quantity);
    }

    [Fact]
    public async Task Another_feed_of_the_symbol_begins_anew_with_the_position_kept()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();

        var listing = bench.Terms.Markets[0] with { Feed = "ses-other" };
        await bench.Venue.OpenAsync(bench.Terms with { Markets = [listing] }, TestContext.Current.CancellationToken);
        var batch = new MarketBatch(VenueBench.Symbol, VenueBench.PriceScale, VenueBench.QuantityScale, [Trade with { TimeMs = bench.Now.ToUnixTimeMilliseconds(), DepthIndex = -1 }], 1);
        var progress = await bench.Venue.AdvanceAsync(bench.Account, new VenueFeed("ses-other", 0, batch, false), TestContext.Current.CancellationToken);

        Assert.Equal(1, progress.Next);
        Assert.Equal(1m, Assert.Single((await bench.AccountAsync()).Positions).Quantity);
        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.QuoteAsync());
    }

    [Fact]
    public async Task The_end_of_data_cancels_and_a_close_fills_at_the_last_price()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.LimitAsync("o-2", 90m);
        await bench.QuoteAsync();
        var close = VenueBench.Order("o-3", Side.Sell, OrderType.Market, 1m, reduceOnly: true);

        var ended = await bench.Venue.FinishAsync(bench.Account, [VenueBench.Symbol], TestContext.Current.CancellationToken);
        var closed = await bench.Venue.CloseAtEndAsync(bench.Account, close, TestContext.Current.CancellationToken);
        var again = await bench.Venue.CloseAtEndAsync(bench.Account, close, TestContext.Current.CancellationToken);

        Assert.Equal(VenueReasons.EndOfData, Assert.IsType<VenueCanceled>(Assert.Single(ended)).Reason);
        Assert.Equal(1m, Assert.Single(closed.OfType<VenueFilled>()).Fill.Quantity);
        Assert.Empty(again);
        Assert.Empty((await bench.AccountAsync()).Positions);
    }
}
