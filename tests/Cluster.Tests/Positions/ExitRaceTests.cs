using Trading.Cluster.Tests.Desk;
using Trading.Cluster.Tests.Venues;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions;
using Trading.Storage.Results;
using Trading.Testing;

namespace Trading.Cluster.Tests.Positions;

/// <summary>
/// A stop that triggers, an order that adds to the position and closes by hand meet in one market event: whichever comes first, what is sold was held.
/// </summary>
public sealed class ExitRaceTests(VenueCluster cluster) : IClassFixture<VenueCluster>
{
    private const int Traders = 10;
    private const decimal Held = 2m;
    private const decimal Added = 1m;

    [Fact]
    public async Task Fills_against_exits_in_the_same_millisecond_never_over_close_or_flip()
    {
        var rounds = TestScale.Of(suite: 50, whole: 500);
        var endings = new System.Collections.Concurrent.ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, rounds),
            new ParallelOptions { MaxDegreeOfParallelism = Traders, CancellationToken = TestContext.Current.CancellationToken },
            async (round, _) => endings.Add(await RoundAsync(round)));

        Assert.Equal(rounds, endings.Count);
        foreach (var ending in endings.CountBy(ending => ending).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{ending.Key}: {ending.Value}");
        }

        // Where the same one always came first there was no race.
        Assert.Contains(endings, ending => ending.StartsWith("stop", StringComparison.Ordinal));
        Assert.Contains(endings, ending => ending.StartsWith("close", StringComparison.Ordinal));
    }

    private async Task<string> RoundAsync(int round)
    {
        var trader = await new VenueTrader(cluster.Client).OpenAsync();
        var entry = await trader.PlaceAsync(quantity: Held, stopLossPct: 2m);
        await trader.UntilAsync(entry, OrderStatus.Filled);
        await trader.UntilAsync(async () => await StatusOf(trader, "stop", 0) is OrderStatus.New);
        var adder = await trader.PlaceAsync(OrderType.Limit, 97.8m, Added);
        await trader.UntilAsync(adder, OrderStatus.New);

        // In two of three rounds a close by hand has been on its way for a while; it arrives just before the crash or just after it.
        var isUnderWay = round % 3 != 0 && await trader.Position.Close(ExitReason.Manual, "alice") is not null;
        await trader.UntilAsync(async () => !isUnderWay || await StatusOf(trader, "close", 0) is not null, isMoving: false);
        trader.Ahead = TimeSpan.FromMilliseconds(round % 3 * 40);
        trader.Price = 97.5m;
        var crash = trader.Quote();
        Task[] meeting = [trader.ObserveAsync(crash), .. Enumerable.Range(0, 4).Select(_ => trader.Position.Close(ExitReason.Manual, "alice"))];
        await Task.WhenAll(round % 2 == 0 ? meeting : meeting.Reverse());
        await trader.UntilAsync(adder, OrderStatus.Filled);

        // A position that has not heard of the fill yet is flat, and not settled.
        await trader.UntilAsync(async () => (await trader.OrderOf(adder).Find())!.Order.Outbox.All(entry => !entry.Pending.HasFlag(OrderReceivers.Position)));

        // Whatever of the added quantity the exits left open is closed by hand, until nothing is held and nothing works.
        await trader.UntilAsync(async () => await trader.Position.Close(ExitReason.Manual, "alice") is null && await IsSettled(trader));

        var exits = await ExitsOf(trader);
        var sold = exits.Sum(exit => exit.Order.FilledQuantity);
        Assert.Equal(Held + Added, sold);
        Assert.All(exits, exit => Assert.True(exit.Order.Request.ReduceOnly));
        var position = GrainKeys.ForPosition(trader.Account, Trader.Btc);
        await cluster.Journal.Until(position, record => record.RoundTrip is not null);
        var trips = cluster.Journal.Of(position).Select(record => record.RoundTrip).OfType<RoundTripRow>().ToList();
        Assert.All(trips, trip => Assert.Equal("long", trip.Side));
        Assert.Equal(Held + Added, trips.Sum(trip => trip.Quantity));
        return string.Join(" ", exits.Where(exit => exit.Order.FilledQuantity > 0m).Select(exit => $"{exit.Purpose} {exit.Order.FilledQuantity}"));
    }

    private static async Task<bool> IsSettled(VenueTrader trader) =>
        await trader.Position.Find() is { Position.Quantity: 0m, HasMoreToTell: false }
        && (await trader.Venue.ListOpen(Trader.Btc)).IsEmpty
        && (await ExitsOf(trader)).TrueForAll(exit => exit.Order.Status.IsTerminal);

    private static async Task<List<(string Purpose, Order Order)>> ExitsOf(VenueTrader trader)
    {
        var exits = new List<(string, Order)>();
        foreach (var purpose in (string[])["stop", "close"])
        {
            for (var trip = 1; trip <= 2; trip++)
            {
                for (var ordinal = 0; await trader.OrderOf(trader.ExitId(purpose, ordinal, trip)).Find() is { } found; ordinal++)
                {
                    exits.Add((purpose, found.Order));
                }
            }
        }

        return exits;
    }

    private static async Task<OrderStatus?> StatusOf(VenueTrader trader, string purpose, int ordinal) =>
        (await trader.OrderOf(trader.ExitId(purpose, ordinal)).Find())?.Order.Status;
}
