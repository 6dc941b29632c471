using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Conformance;

/// <summary>What every venue adapter must do; a class for each adapter inherits it.</summary>
public abstract class VenueConformance : IAsyncLifetime
{
    private IVenueUnderTest _venue = null!;

    public async ValueTask InitializeAsync()
    {
        _venue = await StartAsync();
        await Quote();
    }

    public async ValueTask DisposeAsync()
    {
        await _venue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_market_order_is_accepted_and_filled_at_the_opposite_best()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Market, 1m));
        await Quote();

        var reports = _venue.ReportsOf("ord-1");
        Assert.IsType<VenueAccepted>(reports[0]);
        var fill = Assert.Single(reports.OfType<VenueFilled>()).Fill;
        Assert.Equal((101m, 1m, Liquidity.Taker), (fill.Price, fill.Quantity, fill.Liquidity));
        Assert.NotEmpty(fill.TradeId);
    }

    [Fact]
    public async Task A_query_tells_what_the_reports_told()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Market, 1m));
        await Quote();

        var order = await Query("ord-1");

        Assert.Equal((OrderStatus.Filled, 1m), (order!.Status, order.FilledQuantity));
        Assert.Equal(_venue.ReportsOf("ord-1").OfType<VenueFilled>().Select(filled => filled.Fill), order.Fills);
    }

    [Fact]
    public async Task An_unknown_order_is_answered_with_none() => Assert.Null(await Query("ord-never-sent"));

    [Fact]
    public async Task The_same_id_twice_is_one_order()
    {
        var order = Order("ord-1", Side.Buy, OrderType.Market, 1m);
        await Submit(order);
        await Submit(order);
        await Quote();

        Assert.Single(_venue.ReportsOf("ord-1").OfType<VenueFilled>());
    }

    [Fact]
    public async Task A_resting_limit_is_listed_until_it_is_cancelled()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Limit, 1m, price: 90m));
        await Quote();
        Assert.Equal("ord-1", Assert.Single(await ListOpen()).OrderId);

        await Cancel("ord-1");
        await Quote();

        Assert.Empty(await ListOpen());
        Assert.Equal((OrderStatus.Canceled, 0m), ((await Query("ord-1"))!.Status, (await Query("ord-1"))!.FilledQuantity));
        Assert.Equal(0m, Assert.Single(_venue.ReportsOf("ord-1").OfType<VenueCanceled>()).FilledQuantity);
    }

    [Fact]
    public async Task A_cancel_may_be_repeated_and_may_come_too_late()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Market, 1m));
        await Quote();

        await Cancel("ord-1");
        await Cancel("ord-1");
        await Quote();

        Assert.Equal(OrderStatus.Filled, (await Query("ord-1"))!.Status);
        Assert.DoesNotContain(_venue.ReportsOf("ord-1"), report => report is VenueCanceled);
    }

    [Fact]
    public async Task A_post_only_that_would_cross_never_works()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Limit, 1m, price: 101m, timeInForce: TimeInForce.PostOnly));
        await Quote();

        Assert.Empty(_venue.ReportsOf("ord-1").OfType<VenueFilled>());
        Assert.Empty(await ListOpen());
    }

    [Fact]
    public async Task An_ioc_leaves_nothing_working()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Limit, 20m, price: 101m, timeInForce: TimeInForce.Ioc));
        await Quote();

        Assert.Equal(10m, _venue.ReportsOf("ord-1").OfType<VenueFilled>().Sum(filled => filled.Fill.Quantity));
        Assert.Equal(10m, Assert.Single(_venue.ReportsOf("ord-1").OfType<VenueCanceled>()).FilledQuantity);
    }

    [Fact]
    public async Task A_reduce_only_order_closes_and_never_flips()
    {
        await Submit(Order("ord-in", Side.Buy, OrderType.Market, 1m));
        await Quote();
        await Submit(Order("ord-out", Side.Sell, OrderType.Market, 3m) with { ReduceOnly = true });
        await Quote();

        Assert.Equal(1m, _venue.ReportsOf("ord-out").OfType<VenueFilled>().Sum(filled => filled.Fill.Quantity));
    }

    [Fact]
    public async Task An_order_without_the_margin_for_it_is_rejected()
    {
        await Submit(Order("ord-1", Side.Buy, OrderType.Limit, 200m, price: 100m));
        await Quote();

        Assert.IsType<VenueRejected>(Assert.Single(_venue.ReportsOf("ord-1")));
    }

    [Fact]
    public async Task A_resting_stop_is_listed_and_triggers_once_its_level_is_reached()
    {
        await Submit(Order("ord-in", Side.Buy, OrderType.Market, 1m));
        await Quote();
        await Submit(Order("ord-stop", Side.Sell, OrderType.StopMarket, 1m) with { StopPrice = 90m, ReduceOnly = true });
        await Quote();
        Assert.Equal("ord-stop", Assert.Single(await ListOpen()).OrderId);

        await _venue.QuoteAsync(88m, 10m, 89m, 10m);

        Assert.Equal(1m, _venue.ReportsOf("ord-stop").OfType<VenueFilled>().Sum(filled => filled.Fill.Quantity));
    }

    protected abstract Task<IVenueUnderTest> StartAsync();

    private Task Quote() => _venue.QuoteAsync(99m, 10m, 101m, 10m);

    private Task<VenueReport?> Submit(OrderRequest order) => _venue.Gateway.SubmitAsync(order, _venue.Now, TestContext.Current.CancellationToken);

    private Task<VenueReport?> Cancel(string id) => _venue.Gateway.CancelAsync(id, _venue.Symbol, _venue.Now, TestContext.Current.CancellationToken);

    private Task<VenueOrder?> Query(string id) => _venue.Gateway.QueryAsync(id, _venue.Symbol, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<VenueOrder>> ListOpen() => await _venue.Gateway.ListOpenAsync(_venue.Symbol, TestContext.Current.CancellationToken);

    private OrderRequest Order(string id, Side side, OrderType type, decimal quantity, decimal? price = null, TimeInForce timeInForce = TimeInForce.Gtc) => new(
        id, "acc-test", "", "", OrderPurpose.Manual, _venue.Symbol, side, type, timeInForce, quantity, price, null, false, 1, null, _venue.Now);
}
