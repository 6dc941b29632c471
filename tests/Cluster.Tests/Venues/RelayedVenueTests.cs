using System.Text.Json;
using Trading.Cluster.Tests.Desk;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Operations;

namespace Trading.Cluster.Tests.Venues;

/// <summary>Accounts that trade at a venue in another process: one order for each intent there, and nothing of it unheard, whatever the wire does.</summary>
public sealed class RelayedVenueTests(RelayedCluster cluster) : IClassFixture<RelayedCluster>
{
    private const decimal OrdersMax = 10m;
    private const int BatchesMax = 10_000;

    [Fact]
    public async Task Order_fills_there_and_is_a_position_here()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var order = await trader.PlaceAsync();

        await trader.UntilAsync(order, OrderStatus.Filled);
        await trader.UntilAsync(async () => (await trader.Position.Find())?.Position.Quantity == 1m);

        Assert.Equal(["submitted", "accepted", "filled"], await cluster.LedgerOfAsync(trader.Account, order.Id));
        Assert.Equal(OrderStatus.Filled, (await trader.Venue.Query(order.Id, Trader.Btc))!.Status);
    }

    [Theory]
    [InlineData("response_lost", OrderStatus.Filled)]
    [InlineData("duplicate_submit", OrderStatus.Filled)]
    [InlineData("never_arrived", OrderStatus.NotPlaced)]
    [InlineData("server_error", OrderStatus.NotPlaced)]
    [InlineData("rate_limited", OrderStatus.NotPlaced)]
    [InlineData("reject_known", OrderStatus.Rejected)]
    public async Task Submission_that_goes_wrong_never_makes_a_second_order(string fault, OrderStatus end)
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        await cluster.FaultAsync(trader.Account, fault, "submit");

        var order = await trader.PlaceAsync();
        await trader.UntilAsync(order, end);

        Assert.Equal(1, await cluster.StruckAsync(trader.Account, fault));
        var taken = (await cluster.LedgerOfAsync(trader.Account, order.Id)).Count(kind => kind is "submitted");
        Assert.Equal(end is OrderStatus.Filled ? 1 : 0, taken);
        Assert.Equal(end is OrderStatus.Filled ? 1m : 0m, (await trader.OrderOf(order).Find())!.Order.FilledQuantity);
    }

    [Theory]
    [InlineData("push_dropped")]
    [InlineData("fill_before_ack")]
    [InlineData("reordered")]
    [InlineData("duplicated")]
    public async Task Push_that_goes_wrong_leaves_nothing_unheard(string fault)
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        await cluster.FaultAsync(trader.Account, fault);

        // Until the relay listens, there are no pushes that could go wrong.
        for (var held = 1m; await cluster.StruckAsync(trader.Account, fault) == 0; held++)
        {
            Assert.InRange(held, 1m, OrdersMax);
            var order = await trader.PlaceAsync();
            await trader.UntilAsync(order, OrderStatus.Filled);
            await trader.UntilAsync(async () => (await trader.Position.Find())?.Position.Quantity == held);
            Assert.Single((await trader.OrderOf(order).Find())!.Order.Fills);
        }
    }

    [Fact]
    public async Task What_the_market_caused_is_told_although_the_relay_could_not_store_it()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var order = await trader.PlaceAsync(OrderType.Limit, 100.1m);
        await trader.UntilAsync(async () => (await cluster.LedgerOfAsync(trader.Account, order.Id)).Contains("submitted"), isMoving: false);
        var venue = GrainKeys.ForVenue(trader.Account);

        cluster.Faults.FailNextWrite(venue, StorageFaults.Moment.BeforeWrite);
        for (var batches = 0; !cluster.Faults.HasStruck(venue); batches++)
        {
            Assert.InRange(batches, 0, BatchesMax);

            // The batch in which the order arrives: its answer is lost with the write.
            await ObserveAgainAsync(trader, trader.Quote());
        }

        await trader.UntilAsync(order, OrderStatus.Filled, isMoving: false);
    }

    [Fact]
    public async Task Order_that_the_market_has_not_reached_is_not_taken_for_absent()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        await cluster.FaultAsync(trader.Account, "response_lost", "submit");

        var order = await trader.PlaceAsync();
        await trader.UntilAsync(order, OrderStatus.Filled, isMoving: false);

        Assert.Equal(["submitted", "accepted", "filled"], await cluster.LedgerOfAsync(trader.Account, order.Id));
    }

    [Fact]
    public async Task Orders_go_on_when_the_venue_was_away()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var resting = await trader.PlaceAsync(OrderType.Limit, 96m);
        await trader.UntilAsync(resting, OrderStatus.New);

        await cluster.KillSimulatorAsync(async () =>
        {
            await Assert.ThrowsAnyAsync<Exception>(trader.QuoteAsync);
            Assert.Equal(OrderStatus.New, (await trader.OrderOf(resting).Find())!.Order.Status);
        });
        await trader.OrderOf(resting).Cancel(OrderReasons.Requested);

        await trader.UntilAsync(resting, OrderStatus.Canceled);
    }

    [Fact]
    public async Task While_the_venue_is_not_heard_no_entry_is_approved_and_people_are_told()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var filled = await trader.PlaceAsync();
        await trader.UntilAsync(filled, OrderStatus.Filled);
        var venue = GrainKeys.ForVenue(trader.Account);
        var silences = cluster.Client.GetGrain<ISilencesGrain>(GrainKeys.ForSilences());

        await cluster.KillSimulatorAsync(async () =>
        {
            await trader.UntilAsync(async () => (await trader.Accounts.Find(null))!.Account.IsStale, isMoving: false);
            var verdict = await trader.JudgeAsync(trader.Buy());
            Assert.Equal([RiskReason.AccountStale], verdict.Failures.Select(failure => failure.Reason));
            Assert.True((await trader.JudgeAsync(trader.Buy() with { Side = Side.Sell, ReduceOnly = true, Purpose = OrderPurpose.Exit })).IsApproved);
            await trader.UntilAsync(async () => (await silences.List()).Any(silence => silence.Source == venue), isMoving: false);
        });
        await trader.UntilAsync(async () => !(await trader.Accounts.Find(null))!.Account.IsStale, isMoving: false);

        Assert.True((await trader.JudgeAsync(trader.Buy())).IsApproved);
        Assert.Single(cluster.Journal.Alerts, alert => alert.Code == AccountAlert.Stale && alert.Id.Contains(trader.Account, StringComparison.Ordinal));
        await trader.UntilAsync(async () => (await silences.List()).All(silence => silence.Source != venue), isMoving: false);
    }

    [Fact]
    public async Task Account_that_was_left_stale_is_asked_after_by_the_next_activation()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        await trader.Accounts.SetStale(true);
        await trader.Venue.DropAsync();

        await trader.QuoteAsync();
        await trader.UntilAsync(async () => !(await trader.Accounts.Find(null))!.Account.IsStale, isMoving: false);
    }

    [Fact]
    public async Task Deposit_counts_once_there()
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();

        await trader.Venue.Transfer("t-1", 5_000m);
        await trader.Venue.DropAsync();
        await trader.Venue.Transfer("t-1", 5_000m);
        await trader.Venue.Transfer("t-2", -1_000m);

        var account = JsonElement.Parse(await cluster.Simulator.GetStringAsync($"accounts/{trader.Account}"));
        Assert.Equal(14_000m, account.GetProperty("balance").GetDecimal());
    }

    /// <summary>As a market repeats a batch until it is taken.</summary>
    private static async Task ObserveAgainAsync(VenueTrader trader, (long First, Domain.MarketData.MarketBatch Batch) events)
    {
        try
        {
            await trader.ObserveAsync(events);
        }
        catch (Exception)
        {
            // The activation is gone; the next one begins from what is stored.
            await trader.ObserveAsync(events);
        }
    }
}
