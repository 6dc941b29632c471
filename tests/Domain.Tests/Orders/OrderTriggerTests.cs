using System.Collections.Immutable;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

/// <summary>Trigger orders at an exchange that takes no external id for them and ends them by itself.</summary>
public sealed class OrderTriggerTests
{
    private static readonly OrderProtocol Mexc = new()
    {
        TriggerOrdersCarryOurId = false,
        TriggerLifetime = TimeSpan.FromHours(24),
        TriggerRenewalLead = TimeSpan.FromMinutes(30),
    };

    private static readonly Order Unknown = InStatus(OrderStatus.Unknown, Stop);

    [Fact]
    public void It_is_asked_for_by_its_parameters_since_the_send_time_by_either_clock()
    {
        var query = OrderMachine.Decide(Unknown, new OrderActivated(At(3)), Mexc).Effects.OfType<QueryVenue>().Single();

        Assert.Equal(new OrderListing(Stop.Symbol, Side.Sell, 95m, 1m, At(-2)), query.Listing);
    }

    [Fact]
    public void It_is_found_among_others_by_symbol_side_trigger_price_volume_and_age()
    {
        var ours = Listed("plan-1");
        ImmutableArray<ListedOrder> all =
        [
            ours with { Side = Side.Buy, Order = ours.Order with { VenueOrderId = "side" } },
            ours with { StopPrice = 94m, Order = ours.Order with { VenueOrderId = "price" } },
            ours with { Quantity = 2m, Order = ours.Order with { VenueOrderId = "volume" } },
            ours with { CreatedAt = At(-2.1), Order = ours.Order with { VenueOrderId = "older" } },
            ours,
        ];

        var order = OrderMachine.Decide(Unknown, new OrdersListed(all, At(3), At(3)), Mexc).Order!;

        Assert.Equal((OrderStatus.New, "plan-1"), (order.Status, order.VenueOrderId));
    }

    [Fact]
    public void Of_two_matches_the_younger_is_cancelled()
    {
        var decision = OrderMachine.Decide(Unknown, new OrdersListed([Listed("young", 2), Listed("old", 1)], At(3), At(3)), Mexc);

        Assert.Equal((OrderStatus.New, "old"), (decision.Order!.Status, decision.Order.VenueOrderId));
        Assert.Equal(new SendCancel(Stop, "young"), Assert.Single(decision.Effects.OfType<SendCancel>()));
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.TwinTrigger });
    }

    [Fact]
    public void Two_good_listings_without_it_count_as_absence_and_it_is_sent_again()
    {
        var once = OrderMachine.Decide(Unknown, new OrdersListed([], At(11), At(11)), Mexc);
        var twice = OrderMachine.Decide(once.Order, new OrdersListed([], At(12), At(12)), Mexc);

        Assert.Equal(OrderStatus.Unknown, once.Order!.Status);
        Assert.Equal(2, twice.Effects.OfType<SendOrder>().Single().Attempt);
    }

    [Fact]
    public void Once_known_by_the_venues_id_it_is_asked_for_by_that()
    {
        var found = OrderMachine.Decide(Unknown, new OrdersListed([Listed("plan-1")], At(3), At(3)), Mexc).Order;
        var canceling = OrderMachine.Decide(found, new RequestCancel(OrderReasons.Requested, At(4)), Mexc).Order;

        var query = OrderMachine.Decide(canceling, Tick(5), Mexc).Effects.OfType<QueryVenue>().Single();

        Assert.Equal(("plan-1", null), (query.VenueOrderId, query.Listing));
    }

    [Fact]
    public void A_successor_is_asked_for_once_before_the_exchange_ends_it()
    {
        var accepted = OrderMachine.Decide(Unknown, new OrdersListed([Listed("plan-1")], At(3), At(3)), Mexc);
        var alarm = accepted.Effects.OfType<ArmTimer>().Single(effect => effect.Timer is OrderTimer.Renewal);

        var due = OrderMachine.Decide(accepted.Order, new OrderTick(alarm.At), Mexc);
        var again = OrderMachine.Decide(due.Order, new OrderTick(alarm.At.AddMinutes(1)), Mexc);

        Assert.Equal(At(4) + TimeSpan.FromHours(23.5), alarm.At);
        Assert.Contains(due.Effects, effect => effect is Tell { Event: OrderRenewalDue, Receivers: var to } && to.HasFlag(OrderReceivers.Position));
        Assert.Empty(again.Events);
    }

    [Fact]
    public void What_the_exchange_ends_by_itself_is_expired()
    {
        var order = Play(InStatus(OrderStatus.New, Stop), Canceled(0m, 100, OrderReasons.VenueExpired));

        Assert.Equal((OrderStatus.Expired, OrderReasons.VenueExpired), (order.Status, order.Reason));
    }

    [Fact]
    public void A_trigger_is_noted_and_the_order_it_spawned_is_no_twin()
    {
        var triggered = Play(InStatus(OrderStatus.New, Stop), Triggered());
        var spawned = OrderMachine.Decide(triggered, Accepted(4, "spawned"), Mexc);

        Assert.True(triggered.IsTriggered);
        Assert.Empty(spawned.Effects);
    }

    private static ListedOrder Listed(string venueId, double createdSeconds = 1) =>
        new(Stop.Symbol, Stop.Side, 95m, 1m, At(createdSeconds), Shown(OrderStatus.New) with { VenueOrderId = venueId });
}
