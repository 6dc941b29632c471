using System.Collections.Immutable;
using Trading.Benchmarks.Silo;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Exchanges.Simulated;
using Trading.Grains.Orders;
using Trading.Grains.Venues;

namespace Trading.Benchmarks.Orders;

/// <summary>
/// Orders that rest at their venues, written into storage as the grains would have left them: by the same machines, with the reminders of their deadlines, and
/// nothing left to be told.
/// </summary>
internal sealed class RestingOrders(BenchSilo silo)
{
    public const int PerAccount = 100;

    private const int AtOnce = 16;
    private const decimal FarBelow = 60m;

    private static readonly TimeSpan Latency = SimulatedVenueOptions.Default.Latency;
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly OrderProtocol Protocol = new();

    /// <param name="deadlineOf">By number of the order.</param>
    public Task SeedAsync(int count, Func<int, DateTimeOffset> deadlineOf) => Parallel.ForEachAsync(
        Enumerable.Range(0, (count + PerAccount - 1) / PerAccount), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (number, _) =>
        {
            var first = number * PerAccount;
            await SeedAsync(new BenchAccount(silo.Grains, number), [.. Enumerable.Range(first, Math.Min(PerAccount, count - first)).Select(deadlineOf)]);
        });

    private async Task SeedAsync(BenchAccount account, ImmutableArray<DateTimeOffset> deadlines)
    {
        await account.OpenAccountAsync();
        var opening = account.VenueOpening(Latency);
        var market = opening.Markets[0];
        var venue = new SimulatedVenue(
            opening.Options, opening.Seed, opening.InitialBalance,
            [new VenueMarket(market.Instrument, market.PriceScale, market.QuantityScale, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding)]);
        var now = DateTimeOffset.UtcNow;
        var orders = deadlines.Select((deadline, number) => Sent(account.NewOrder(Side.Buy, OrderType.Limit, FarBelow, deadline - now, number), now)).ToArray();
        foreach (var order in orders)
        {
            venue.Submit(order.Request, now);
        }

        var reports = new List<VenueReport>();
        var quote = BenchAccount.QuoteAt(now + Latency + Latency);
        venue.Observe(0, quote, 0, quote.Count, reports);
        foreach (var accepted in reports.Cast<VenueAccepted>())
        {
            var at = Array.FindIndex(orders, order => string.Equals(order.Id, accepted.OrderId, StringComparison.Ordinal));
            orders[at] = Told(After(orders[at], new VenueReported(accepted, accepted.At)));
        }

        await silo.StoreAsync("venue", GrainId.Create("venue", account.VenueKey), new VenueState { Opening = opening, Venue = venue.Snapshot() });
        foreach (var order in orders)
        {
            await StoreAsync(order);
        }
    }

    private async Task StoreAsync(Order order)
    {
        if (order is not { Status: OrderStatus.New, Outbox.IsEmpty: true, DeadlineAt: { } deadline })
        {
            throw new InvalidOperationException($"{order.Id} does not rest: it is {order.Status}, and has {order.Outbox.Length} things to tell.");
        }

        var grain = GrainId.Create("order", order.Id);
        await silo.StoreAsync("order", grain, new OrderState { Order = order, Context = BenchAccount.Context });
        await silo.RemindAsync(new ReminderEntry { GrainId = grain, ReminderName = "deadline", StartAt = deadline.UtcDateTime, Period = ReminderPeriod });
    }

    private static Order Sent(OrderRequest request, DateTimeOffset now) => After(After(null, new PlaceOrder(request, now)), new OrderProceeds(now));

    /// <summary>Everybody has acknowledged everything.</summary>
    private static Order Told(Order order)
    {
        foreach (var receiver in Enum.GetValues<OrderReceivers>().Where(receiver => receiver is not OrderReceivers.None))
        {
            order = After(order, new OutboxAcknowledged(receiver, order.Sequence, order.UpdatedAt));
        }

        return order;
    }

    private static Order After(Order? order, OrderInput input) =>
        OrderMachine.Decide(order, input, Protocol).Order ?? throw new InvalidOperationException($"{input.GetType().Name} left no order.");
}
