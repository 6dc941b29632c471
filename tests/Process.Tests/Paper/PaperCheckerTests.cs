using System.Globalization;
using System.Text.Json;

namespace Trading.Process.Tests.Paper;

/// <summary>The checker of the process tests finds what it is there to find: a run without a fault is doctored in one place each.</summary>
public sealed class PaperCheckerTests
{
    private static readonly DateTimeOffset Placed = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FaultsEnded = Placed.AddMinutes(1);
    private static readonly DateTimeOffset Read = Placed.AddMinutes(2);

    private readonly List<object> _ledger = [Submitted("ord-a", "Buy"), Filled("ord-a", "t-1", 0.003m), Submitted("ord-b", "Sell"), Filled("ord-b", "t-2", 0.001m)];
    private readonly List<(string Key, object Body, object Answer)> _log = [("k-a", Body("buy", "0.003"), new { id = "ord-a" }), ("k-b", Body("sell", "0.001"), new { id = "ord-b" })];
    private readonly List<object> _orders = [Order("ord-a", "buy", "0.003"), Order("ord-b", "sell", "0.001")];
    private readonly List<object> _fills = [Fill("ord-a", "t-1", "0.003"), Fill("ord-b", "t-2", "0.001")];
    private readonly List<object> _positions = [new { account = "acc-1", symbol = "BTC_USDT", quantity = "0.002" }];

    [Fact]
    public void Run_without_a_fault_has_no_findings() => Assert.True(Judge().AreNone, Judge().ToString());

    [Fact]
    public void Acknowledged_order_that_is_not_there_is_lost()
    {
        _log.Add(("k-c", Body("buy", "0.001"), new { id = "ord-c" }));

        AssertFound(lost: "k-c");
    }

    [Theory]
    [InlineData("sell", "0.003")]
    [InlineData("buy", "0.004")]
    public void Acknowledged_order_with_other_words_is_lost(string side, string quantity)
    {
        _log[0] = ("k-a", Body(side, quantity), new { id = "ord-a" });

        AssertFound(lost: "k-a");
    }

    [Fact]
    public void Intent_that_became_two_orders_is_doubled()
    {
        _log.Add(("k-a", Body("sell", "0.001"), new { id = "ord-b" }));

        AssertFound(doubled: "k-a is several orders");
    }

    [Fact]
    public void Order_that_the_venue_took_twice_is_doubled()
    {
        _ledger.Add(Submitted("ord-a", "Buy"));

        AssertFound(doubled: "ord-a was taken 2 times");
    }

    [Fact]
    public void Order_at_the_venue_that_is_unknown_here_is_doubled()
    {
        _ledger.Add(Submitted("ord-x", "Buy"));

        AssertFound(doubled: "ord-x is at the venue and nowhere else");
    }

    [Fact]
    public void Order_that_is_listed_twice_is_doubled()
    {
        _orders.Add(_orders[0]);

        AssertFound(doubled: "ord-a is listed 2 times");
    }

    [Fact]
    public void Order_that_was_declared_dead_and_filled_is_doubled()
    {
        _orders[1] = Order("ord-b", "sell", "0.001", status: "NotPlaced");

        AssertFound(doubled: "ord-b was declared dead and filled");
    }

    [Fact]
    public void Fill_that_never_came_is_a_mismatch()
    {
        _fills.RemoveAt(1);

        AssertFound(mismatched: "ord-b");
    }

    [Fact]
    public void Fill_that_was_booked_twice_is_a_mismatch()
    {
        _fills.Add(_fills[0]);

        AssertFound(mismatched: "ord-a");
    }

    [Fact]
    public void Fill_that_the_order_does_not_know_is_a_mismatch()
    {
        _orders[0] = Order("ord-a", "buy", "0.003", filled: "0.002");

        AssertFound(mismatched: "ord-a says 0.002");
    }

    [Theory]
    [InlineData("0.003")]
    [InlineData("-0.002")]
    public void Position_that_is_not_the_sum_of_the_fills_is_a_mismatch(string quantity)
    {
        _positions[0] = new { account = "acc-1", symbol = "BTC_USDT", quantity };

        AssertFound(mismatched: "acc-1");
    }

    [Fact]
    public void Positions_whose_errors_cancel_out_are_mismatches()
    {
        _positions[0] = new { account = "acc-1", symbol = "BTC_USDT", quantity = "0.001" };
        _positions.Add(new { account = "acc-1", symbol = "ETH_USDT", quantity = "0.001" });

        Assert.Equal(["BTC_USDT", "ETH_USDT"], Judge().Mismatched.Select(found => found.Split(' ')[3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Position_that_is_held_nowhere_is_a_mismatch()
    {
        _positions.Clear();

        AssertFound(mismatched: "acc-1");
    }

    [Fact]
    public void Order_that_still_works_after_its_bound_is_stuck()
    {
        _orders[0] = Order("ord-a", "buy", "0.003", status: "PendingCancel");

        AssertFound(stuck: "ord-a is PendingCancel 45.0 s past");
    }

    [Fact]
    public void Order_that_ended_after_its_bound_is_stuck()
    {
        _orders[0] = Order("ord-a", "buy", "0.003", updated: FaultsEnded.AddSeconds(15.5));

        AssertFound(stuck: "ord-a is Filled 0.5 s past");
    }

    [Fact]
    public void Order_whose_deadline_is_not_over_may_work()
    {
        _orders[0] = Order("ord-a", "buy", "0.003", status: "PartiallyFilled", deadline: Read.AddSeconds(-14));

        Assert.True(Judge().AreNone, Judge().ToString());
    }

    /// <summary>Exactly the finding that is named, and no other.</summary>
    private void AssertFound(string? lost = null, string? doubled = null, string? mismatched = null, string? stuck = null)
    {
        var findings = Judge();
        foreach (var (expected, found) in new[] { (lost, findings.Lost), (doubled, findings.Doubled), (mismatched, findings.Mismatched), (stuck, findings.Stuck) })
        {
            if (expected is null)
            {
                Assert.Empty(found);
            }
            else
            {
                Assert.Contains(expected, Assert.Single(found), StringComparison.Ordinal);
            }
        }
    }

    private PaperFindings Judge() => new PaperChecker(
        Json(_ledger), [.. _log.Select(line => new ClientLog.Placed(line.Key, Json(line.Body), Json(line.Answer), Placed, Placed))],
        Json(_orders), Json(_fills), Json(_positions)).Judge(FaultsEnded, Read);

    private static List<JsonElement> Json(List<object> lines) => [.. lines.Select(Json)];

    private static JsonElement Json(object line) => JsonSerializer.SerializeToElement(line);

    private static object Submitted(string orderId, string side) => new { kind = "submitted", account = "acc-1", orderId, request = new { side, symbol = "BTC_USDT" } };

    private static object Filled(string orderId, string tradeId, decimal quantity) =>
        new { kind = "filled", account = "acc-1", orderId, report = new { fill = new { tradeId, quantity, price = 100m } } };

    private static object Body(string side, string quantity) => new { session = "ses-1", symbol = "BTC_USDT", side, type = "market", quantity };

    private static object Fill(string orderId, string tradeId, string quantity) => new { orderId, tradeId, quantity, price = "100.00" };

    private static object Order(
        string id, string side, string quantity, string status = "Filled", string? filled = null, DateTimeOffset? deadline = null, DateTimeOffset? updated = null) => new
        {
            id,
            status,
            session = "ses-1",
            symbol = "BTC_USDT",
            side,
            type = "market",
            quantity,
            filledQuantity = filled ?? quantity,
            deadline = (deadline ?? Placed.AddSeconds(8)).ToString("O", CultureInfo.InvariantCulture),
            updatedAt = (updated ?? Placed.AddSeconds(1)).ToString("O", CultureInfo.InvariantCulture),
        };
}
