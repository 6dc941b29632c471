using CsCheck;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

/// <summary>Reservations are made and released exactly once, whatever the order of fills and ends, repetitions included.</summary>
public sealed class ReservationPropertyTests
{
    private const int Cases = 100_000;

    /// <summary>For each order: side, lots ordered, lots of its fills, whether its end may overtake its fills.</summary>
    private static readonly Gen<((bool IsBuy, int Lots, int[] Fills, bool EndsEarly)[] Orders, int[] Picks)> Runs = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int[1, 20], Gen.Int[1, 6].Array[0, 3], Gen.Bool).Array[1, 3], Gen.Int[0, 1_000].Array[24]);

    [Fact]
    public void Reservations_are_released_exactly_once_under_any_order_of_fills_and_ends()
    {
        var coverage = new Coverage();
        var funded = Funded(1_000_000m, Wide);
        Runs.Sample(
            run =>
            {
                coverage.Case();
                var requests = run.Orders.Select((order, n) => Order($"ord-{n}", order.IsBuy ? Side.Buy : Side.Sell, order.Lots, 100m + n, leverage: 3)).ToArray();
                var account = funded;
                foreach (var request in requests)
                {
                    account = account.Told(Judge(request));
                }

                Assert.Equal(requests.Length, account.Reservations.Length);
                var position = Position.Flat("pos-alice:demo:btc_usdt", Btc);
                var booked = new decimal[requests.Length];
                var released = new int[requests.Length];
                var ends = new decimal?[requests.Length];
                var isEarly = false;
                foreach (var (order, fill) in Shuffled(run))
                {
                    var request = requests[order];
                    var total = run.Orders[order].Fills.Sum();
                    if (fill is { } n)
                    {
                        var lots = run.Orders[order].Fills[n];
                        var events = PositionMachine.Decide(position, BtcContract, Books.Fill(request, n + 1, 100m, lots));
                        foreach (var change in events)
                        {
                            position = position.Apply(change);
                            Tell(new BookPosition(PositionBooking.Of(position, change)));
                            Tell(new BookPosition(PositionBooking.Of(position, change)));
                        }

                        booked[order] += lots;
                    }
                    else
                    {
                        isEarly |= booked[order] < total;
                        ends[order] = total;
                        Tell(new EndOrder(request.Id, total, Start));
                    }

                    var expected = requests.Select((each, index) => ends[index] is { } end && booked[index] >= end
                        ? 0m
                        : LedgerAmount.Round(((each.Price!.Value * Left(index) / 3m) + (each.Price.Value * Left(index) * 0.0006m)))).Sum();
                    Assert.Equal(expected, account.Reserved);
                }

                coverage.Met("an end before its last fill", isEarly);
                coverage.Met("an order overfilled", run.Orders.Any(order => order.Fills.Sum() > order.Lots));
                coverage.Met("an order filled in part", run.Orders.Any(order => order.Fills.Sum() is > 0 and var filled && filled < order.Lots));
                coverage.Met("an order without a fill", run.Orders.Any(order => order.Fills.Length == 0));
                coverage.Met("three orders at once", run.Orders.Length == 3);
                Assert.Empty(account.Reservations);
                Assert.All(released, count => Assert.Equal(1, count));
                Assert.Equal(position.Quantity, account.SymbolOf(Btc).Quantity);
                Assert.Equal(position.Margin.Total, account.PositionMargin);

                decimal Left(int index) => Math.Max(0m, (ends[index] ?? requests[index].Quantity) - booked[index]);

                void Tell(AccountInput input)
                {
                    var decision = AccountMachine.Decide(account, input);
                    account = decision.After;
                    foreach (var over in decision.Events.OfType<ReservationReleased>())
                    {
                        released[int.Parse(over.OrderId.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture)]++;
                    }
                }
            },
            iter: Cases);
        coverage.Report(Cases);
    }

    /// <summary>Fills of one order stay in their order; ends come twice, and where they may, before fills.</summary>
    private static IEnumerable<(int Order, int? Fill)> Shuffled(((bool IsBuy, int Lots, int[] Fills, bool EndsEarly)[] Orders, int[] Picks) run)
    {
        var queues = new List<Queue<(int, int?)>>();
        for (var order = 0; order < run.Orders.Length; order++)
        {
            var fills = Enumerable.Range(0, run.Orders[order].Fills.Length).Select(n => (order, (int?)n));
            (int, int?)[] twoEnds = [(order, null), (order, null)];
            if (run.Orders[order].EndsEarly)
            {
                queues.Add(new(fills));
                queues.Add(new(twoEnds));
            }
            else
            {
                queues.Add(new([.. fills, .. twoEnds]));
            }
        }

        for (var n = 0; queues.Exists(queue => queue.Count > 0); n++)
        {
            queues.RemoveAll(queue => queue.Count == 0);
            yield return queues[run.Picks[n % run.Picks.Length] % queues.Count].Dequeue();
        }
    }
}
