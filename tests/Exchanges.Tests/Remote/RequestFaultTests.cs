using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Exchanges.Tests.Simulated;
using Trading.Testing;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>What befalls requests on their way, and what the client makes of it.</summary>
[Collection(typeof(SimulatorCollection))]
public sealed class RequestFaultTests(SimulatorFixture fixture)
{
    [Fact]
    public async Task A_lost_response_leaves_an_order_that_a_query_finds()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("response_lost");

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        await bench.QuoteAsync();

        Assert.Equal(VenueReasons.NoAnswer, doubt.Reason);
        Assert.Equal(OrderStatus.Filled, (await bench.QueryAsync("o-1"))!.Status);
        Assert.Equal(["submitted", "accepted", "filled"], await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("response_lost");
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_as_doubtful_and_leaves_nothing()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("never_arrived");

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        await bench.QuoteAsync();

        Assert.Equal(VenueReasons.NoAnswer, doubt.Reason);
        Assert.Null(await bench.QueryAsync("o-1"));
        Assert.Empty(await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("never_arrived");
    }

    [Fact]
    public async Task A_request_that_arrives_late_but_within_its_window_is_taken()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("arrived_late", delayMs: 500);

        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        Assert.Null(await bench.QueryAsync("o-1"));
        await bench.QuoteAsync();
        await bench.QuoteAsync();

        Assert.Equal(OrderStatus.Filled, (await bench.QueryAsync("o-1"))!.Status);
        await bench.InjectedAsync("arrived_late");
    }

    [Fact]
    public async Task A_request_that_arrives_after_its_window_is_refused_by_the_venue_s_clock()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("arrived_late", delayMs: 20_001);

        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        for (var second = 0; second < 22; second++)
        {
            await bench.QuoteAsync();
        }

        Assert.Null(await bench.QueryAsync("o-1"));
        Assert.Equal(["turned_away"], await bench.LedgerOfAsync("o-1"));
    }

    [Fact]
    public async Task What_a_paused_process_sends_late_is_a_definite_no()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        var order = VenueBench.Order("o-1", Side.Buy, OrderType.Market, 1m);

        var answer = await bench.Gateway.SubmitAsync(order, bench.Now.AddMilliseconds(-20_001), TestContext.Current.CancellationToken);

        var rejected = Assert.IsType<VenueRejected>(answer);
        Assert.Equal(("o-1", VenueReasons.RequestExpired), (rejected.OrderId, rejected.Reason));
        Assert.Equal(["turned_away"], await bench.LedgerOfAsync("o-1"));
    }

    [Fact]
    public async Task A_submission_delivered_twice_is_one_order()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("duplicate_submit");

        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();

        Assert.Equal(["submitted", "duplicate", "accepted", "filled"], await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("duplicate_submit");
    }

    [Fact]
    public async Task A_repetition_is_answered_with_what_became_of_the_order()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();

        Assert.Equal("o-1", Assert.IsType<VenueAccepted>(await bench.BuyAsync("o-1")).OrderId);
    }

    [Fact]
    public async Task A_listed_code_is_a_definite_no()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("reject_known", code: VenueReasons.InsufficientMargin);

        var rejected = Assert.IsType<VenueRejected>(await bench.BuyAsync("o-1"));
        await bench.QuoteAsync();

        Assert.Equal(VenueReasons.InsufficientMargin, rejected.Reason);
        Assert.Null(await bench.QueryAsync("o-1"));
        Assert.Equal(["turned_away"], await bench.LedgerOfAsync("o-1"));
        await bench.InjectedAsync("reject_known");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_that_no_table_lists_says_nothing_and_both_may_be_true(bool applied)
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("reject_unknown", applied: applied);

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        await bench.QuoteAsync();

        Assert.Equal("exchange:9999", doubt.Reason);
        Assert.Equal(applied ? OrderStatus.Filled : null, (await bench.QueryAsync("o-1"))?.Status);
        await bench.InjectedAsync("reject_unknown");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_5xx_says_nothing_and_both_may_be_true(bool applied)
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("server_error", on: "submit", applied: applied);

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("o-1"));
        await bench.QuoteAsync();

        Assert.Equal("exchange:http_503", doubt.Reason);
        Assert.Equal(applied ? OrderStatus.Filled : null, (await bench.QueryAsync("o-1"))?.Status);
        await bench.InjectedAsync("server_error");
    }

    [Fact]
    public async Task Too_many_requests_took_no_effect_and_say_when_to_come_back()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.FaultAsync("rate_limited", next: 2, retryAfterMs: 2_000);

        var turnedAway = await Assert.ThrowsAsync<VenueNotSentException>(() => bench.BuyAsync("o-1"));
        var unanswered = await Assert.ThrowsAsync<VenueUncertainException>(() => bench.QueryAsync("o-1"));

        Assert.Equal((OrderReasons.RateLimited, TimeSpan.FromSeconds(2)), (turnedAway.Reason, turnedAway.RetryAfter));
        Assert.Equal(TimeSpan.FromSeconds(2), unanswered.RetryAfter);
        Assert.Null(await bench.QueryAsync("o-1"));
        await bench.InjectedAsync("rate_limited", times: 2);
    }

    [Fact]
    public async Task A_query_may_lag_behind_the_venue_s_own_truth()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("o-1");
        await bench.QuoteAsync();
        await bench.FaultAsync("read_lag");

        Assert.Null(await bench.QueryAsync("o-1"));
        Assert.Equal(OrderStatus.Filled, (await bench.QueryAsync("o-1"))!.Status);
        await bench.InjectedAsync("read_lag");
    }

    [Fact]
    public async Task A_query_to_an_account_that_is_not_there_is_never_read_as_none()
    {
        var gateway = fixture.Services.GetRequiredService<IOrderGateways>().Of("acc-nobody");

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(
            () => gateway.QueryAsync("o-1", VenueBench.Symbol, TestContext.Current.CancellationToken));

        Assert.Equal("exchange:unknown_account", doubt.Reason);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent_and_a_question_says_nothing()
    {
        await using var services = SimulatorFixture.Connect(new Uri($"http://127.0.0.1:{FreePort.Next()}"));
        var gateway = services.GetRequiredService<IOrderGateways>().Of("acc-test");
        var order = VenueBench.Order("o-1", Side.Buy, OrderType.Market, 1m);

        var unsent = await Assert.ThrowsAsync<VenueNotSentException>(
            () => gateway.SubmitAsync(order, VenueBench.Start, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<VenueUncertainException>(
            () => gateway.ListOpenAsync(VenueBench.Symbol, TestContext.Current.CancellationToken));

        Assert.Equal(VenueReasons.Unreachable, unsent.Reason);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_not_definite()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var services = SimulatorFixture.Connect(new Uri($"http://{deaf.LocalEndpoint}"), TimeSpan.FromMilliseconds(200));
        var gateway = services.GetRequiredService<IOrderGateways>().Of("acc-test");
        var order = VenueBench.Order("o-1", Side.Buy, OrderType.Market, 1m);

        var doubt = await Assert.ThrowsAsync<VenueUncertainException>(
            () => gateway.SubmitAsync(order, VenueBench.Start, TestContext.Current.CancellationToken));

        Assert.Equal(VenueReasons.NoAnswer, doubt.Reason);
    }
}
