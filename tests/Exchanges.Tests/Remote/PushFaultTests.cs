using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Exchanges.Tests.Simulated;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>What befalls pushes, and fills and cancels that meet.</summary>
[Collection(typeof(SimulatorCollection))]
public sealed class PushFaultTests(SimulatorFixture fixture)
{
    [Fact]
    public async Task A_fill_may_be_told_before_the_acknowledgement()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("fill_before_ack");

        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();

        Assert.Equal([typeof(VenueFilled), typeof(VenueAccepted)], TypesOf(await bench.PushedAsync(2)));
        Assert.Equal(["submitted", "accepted", "filled"], await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("fill_before_ack");
    }

    [Fact]
    public async Task A_fill_may_be_told_after_the_cancel()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("fill_after_cancel");

        await bench.LimitAsync("o-1", 101m, 20m, TimeInForce.Ioc);
        await bench.QuoteAsync();

        Assert.Equal([typeof(VenueAccepted), typeof(VenueCanceled), typeof(VenueFilled)], TypesOf(await bench.PushedAsync(3)));
        Assert.Equal(["submitted", "accepted", "filled", "canceled"], await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("fill_after_cancel");
    }

    [Fact]
    public async Task A_part_held_back_is_told_behind_the_cancel_that_comes_later()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("fill_after_cancel");

        await bench.LimitAsync("o-1", 101m, 20m);
        await bench.QuoteAsync();
        await bench.CancelAsync("o-1");
        await bench.QuoteAsync(bid: 98m);

        Assert.Equal([typeof(VenueAccepted), typeof(VenueCanceled), typeof(VenueFilled)], TypesOf(await bench.PushedAsync(3)));
    }

    [Fact]
    public async Task A_fill_may_happen_while_the_cancel_is_on_its_way()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.LimitAsync("o-1", 90m);
        await bench.QuoteAsync();
        await bench.FaultAsync("fill_during_cancel");

        await bench.CancelAsync("o-1");
        await bench.QuoteAsync();

        Assert.Equal(["submitted", "accepted", "cancel_asked", "filled", "canceled"], await bench.LedgerOfAsync("o-1"));
        Assert.Equal((OrderStatus.Canceled, 0.5m), ((await bench.QueryAsync("o-1"))!.Status, (await bench.QueryAsync("o-1"))!.FilledQuantity));
        await bench.InjectedAsync("fill_during_cancel");
    }

    [Fact]
    public async Task After_a_first_part_the_venue_may_fall_silent_and_a_query_heals_it()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("partial_then_silence");

        await bench.LimitAsync("o-1", 101m, 20m, TimeInForce.Ioc);
        await bench.QuoteAsync();
        await bench.BuyAsync("o-2");
        await bench.QuoteAsync();

        var pushed = await bench.PushedAsync(4);
        Assert.Equal([typeof(VenueAccepted), typeof(VenueFilled), typeof(VenueAccepted), typeof(VenueFilled)], TypesOf(pushed));
        Assert.Equal("o-2", ((VenueFilled)pushed[3]).OrderId);
        Assert.Equal((OrderStatus.Canceled, 10m), ((await bench.QueryAsync("o-1"))!.Status, (await bench.QueryAsync("o-1"))!.FilledQuantity));
        await bench.InjectedAsync("partial_then_silence");
    }

    [Fact]
    public async Task Reports_may_come_in_another_order()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("reordered");

        await bench.BuyAsync("o-1");
        await bench.BuyAsync("o-2");
        var caused = await bench.QuoteAsync();

        VenueReport[] reversed = [.. Enumerable.Reverse(caused)];
        Assert.Equal(reversed, await bench.PushedAsync(4));
        await bench.InjectedAsync("reordered");
    }

    [Fact]
    public async Task Reports_may_come_twice()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("duplicated");

        await bench.BuyAsync("o-1");
        var caused = await bench.QuoteAsync();

        VenueReport[] twice = [.. caused, .. caused];
        Assert.Equal(twice, await bench.PushedAsync(4));
        await bench.InjectedAsync("duplicated");
    }

    [Fact]
    public async Task A_dropped_connection_loses_the_fills_of_the_gap_and_queries_heal_it()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("push_dropped");

        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();
        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.Listening);
        await bench.ListenAsync();
        await bench.BuyAsync("o-2");
        await bench.QuoteAsync();

        Assert.Equal("o-2", Assert.IsType<VenueAccepted>((await bench.PushedAsync(2))[0]).OrderId);
        Assert.Equal(OrderStatus.Filled, (await bench.QueryAsync("o-1"))!.Status);
        Assert.Equal(2m, Assert.Single((await bench.AccountAsync()).Positions).Quantity);
        await bench.InjectedAsync("push_dropped");
    }

    [Fact]
    public async Task A_position_changed_by_hand_is_told_under_an_order_that_we_never_sent()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);

        await bench.ControlAsync("positions", new { account = bench.Account, symbol = VenueBench.Symbol, quantity = -2m });

        var pushed = await bench.PushedAsync(2);
        Assert.StartsWith("hand-", Assert.IsType<VenueFilled>(pushed[1]).OrderId, StringComparison.Ordinal);
        Assert.Equal(-2m, Assert.Single((await bench.AccountAsync()).Positions).Quantity);
        var execution = Assert.Single(Assert.Single((await bench.AccountAsync()).Executions).Latest);
        Assert.Equal((-2m, false, false), (execution.Quantity, execution.IsOurs, execution.IsLiquidation));
        Assert.StartsWith("hand-", execution.OrderId, StringComparison.Ordinal);
        Assert.True(await bench.CountAsync("position_changed") >= 1);
        Assert.Contains(await bench.LedgerAsync(), line => line.GetProperty("kind").GetString() == "by_hand" && line.GetProperty("quantity").GetDecimal() == -2m);
    }

    [Fact]
    public async Task A_liquidation_by_hand_ends_the_position()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();

        await bench.ControlAsync("positions", new { account = bench.Account, symbol = VenueBench.Symbol, liquidate = true });

        Assert.Equal(1m, Assert.IsType<VenueLiquidated>((await bench.PushedAsync(3))[2]).Quantity);
        Assert.Empty((await bench.AccountAsync()).Positions);
        Assert.Equal([(1m, false), (-1m, true)], Assert.Single((await bench.AccountAsync()).Executions).Latest.Select(execution => (execution.Quantity, execution.IsLiquidation)));
        Assert.True(await bench.CountAsync("liquidated") >= 1);
        Assert.Contains(await bench.LedgerAsync(), line => line.GetProperty("kind").GetString() == "liquidated");
    }

    private static Type[] TypesOf(VenueReport[] reports) => [.. reports.Select(report => report.GetType())];
}
