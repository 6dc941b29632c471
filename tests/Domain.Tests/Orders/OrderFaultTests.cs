using CsCheck;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

public sealed class OrderFaultTests(ITestOutputHelper output)
{
    private const int Runs = 8_000;

    // Faults end at 90 s, which is after the deadline; with nothing wrong any more an order must be over within 15 s.
    private const double BoundSeconds = 90 + 15;

    [Fact]
    public void No_fault_loses_doubles_or_strands_an_order()
    {
        var coverage = new CaseCoverage(
            "crash", "request lost", "report lost", "refused as too late", "sent again", "filled", "canceled or expired", "not placed", "rejected", "partly filled");

        Gen.Select(Gen.Bool, Gen.Int[0, int.MaxValue]).Sample(
            (isReducing, seed) =>
            {
                var request = isReducing ? Exit with { Timeout = TimeSpan.FromSeconds(60) } : Entry;
                var world = new OrderFaultWorld(request, new Random(seed));

                world.Run(untilSeconds: 130);

                var order = world.Order!;
                Assert.True(world.EndedAt <= BoundSeconds, $"{order.Status} at {world.EndedAt}");
                Assert.Equal(world.Venue?.FilledQuantity ?? 0m, order.FilledQuantity);
                Assert.Equal(order.FilledQuantity, world.PositionQuantity);
                Assert.Empty(order.Corrections);
                Assert.Empty(order.Outbox);
                Assert.True(isReducing || world.Sends <= 1);
                Assert.True(world.Venue is null || order.Status is not (OrderStatus.NotPlaced or OrderStatus.Rejected));
                Assert.True(world.Venue?.Status is not OrderStatus.Filled || order.Status is OrderStatus.Filled);
                coverage.Count(
                    ("crash", world.Crashes > 0), ("request lost", world.Lost > 0), ("report lost", world.ReportsLost > 0),
                    ("refused as too late", world.RefusedLate > 0), ("sent again", world.Sends > 1), ("filled", order.Status is OrderStatus.Filled),
                    ("canceled or expired", order.Status is OrderStatus.Canceled or OrderStatus.Expired),
                    ("not placed", order.Status is OrderStatus.NotPlaced), ("rejected", order.Status is OrderStatus.Rejected),
                    ("partly filled", order.FilledQuantity is > 0m and < 1m));
            },
            iter: Runs);

        coverage.Show(output, Runs);
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var one = new OrderFaultWorld(Entry, new Random(seed));
            var other = new OrderFaultWorld(Entry, new Random(seed));
            one.Run(untilSeconds: 130);
            other.Run(untilSeconds: 130);

            Assert.Equal(OrderJson.Write(one.Order), OrderJson.Write(other.Order));
        }
    }
}
