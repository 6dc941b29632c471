using System.Collections.Immutable;
using CsCheck;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

public sealed class OrderMachineProperties(ITestOutputHelper output)
{
    private const int Cases = 100_000;

    // Of twenty inputs each.
    private const int Walks = 20_000;

    private static readonly string[] VenueReasons =
        [OrderReasons.Requested, "ioc", "reduce_only", "liquidation", OrderReasons.VenueExpired];

    private static readonly OrderStatus[] Beginnings =
        [OrderStatus.Submitting, OrderStatus.Unknown, OrderStatus.New, OrderStatus.PendingCancel];

    private enum End
    {
        Working,
        Filled,
        Canceled,
        Rejected,
    }

    /// <summary>What a venue did with an order, as the messages that it would send of it.</summary>
    private sealed record Story(OrderRequest Request, OrderStatus From, bool HasTimedOut, End End, ImmutableArray<VenueReported> Messages, decimal Filled);

    private static readonly Gen<Story> Stories =
        from kind in Gen.Int[0, 2]
        from fromStatus in Gen.Int[0, Beginnings.Length - 1]
        from hasTimedOut in Gen.Bool
        from end in Gen.Enum<End>()
        from parts in Gen.Int[1, 9].Array[1, 5]
        from isTriggered in Gen.Bool
        from reason in Gen.Int[0, VenueReasons.Length - 1]
        select Tell(kind, Beginnings[fromStatus], hasTimedOut, end, parts, isTriggered, VenueReasons[reason]);

    [Fact]
    public void Any_order_and_repetition_of_a_venues_messages_leads_to_the_same_order()
    {
        var coverage = new CaseCoverage(
            "fill before acknowledgement", "end before fill", "fill during cancel", "repeated fill", "filled", "canceled with fills", "expired", "rejected",
            "still working");

        Gen.Select(Stories, Gen.Int[0, 2].Array[16], Gen.Int[0, int.MaxValue]).Sample(
            (story, copies, seed) =>
            {
                var straight = Hear(Begin(story), [.. story.Messages]);
                var mixed = Mix(story.Messages, copies, seed);
                var shuffled = Hear(Begin(story), mixed);

                if (!IsSame(straight, shuffled))
                {
                    Assert.Fail($"{OrderJson.Outcome(straight)}\n{OrderJson.Outcome(shuffled)}");
                }

                Assert.Empty(shuffled.Corrections);
                Count(coverage, story, mixed, shuffled);
            },
            iter: Cases);

        coverage.Show(output, Cases);
    }

    [Fact]
    public void Answers_to_queries_may_come_between_as_stale_as_they_like()
    {
        var coverage = new CaseCoverage("stale", "whole", "canceled", "filled");

        Gen.Select(Stories.Where(story => story.End is not End.Rejected), Gen.Int[0, 10].Array[0, 4], Gen.Int[0, int.MaxValue]).Sample(
            (story, snapshots, seed) =>
            {
                var answers = snapshots.Select(count => SnapshotAfter(story, count % (story.Messages.Length + 1))).OfType<OrderInput>().ToArray();
                var straight = Hear(Begin(story), [.. story.Messages]);
                var shuffled = Hear(Begin(story), Shuffle([.. story.Messages, .. answers], seed));

                Assert.Equal(
                    (straight.Status, straight.Reason, straight.FilledQuantity, straight.FilledNotional, straight.Fees),
                    (shuffled.Status, shuffled.Reason, shuffled.FilledQuantity, shuffled.FilledNotional, shuffled.Fees));
                Assert.True(straight.Fills.SequenceEqual(shuffled.Fills));
                Assert.Empty(shuffled.Corrections);
                coverage.Count(
                    ("stale", answers.OfType<QueryFound>().Any(answer => answer.Found.FilledQuantity < story.Filled)),
                    ("whole", answers.OfType<QueryFound>().Any(answer => answer.Found.FilledQuantity == story.Filled)),
                    ("canceled", shuffled.Status is OrderStatus.Canceled), ("filled", shuffled.Status is OrderStatus.Filled));
            },
            iter: Cases);

        coverage.Show(output, Cases);
    }

    [Fact]
    public void Whatever_comes_fills_sum_up_histories_are_paths_ends_hold_and_entries_are_sent_once()
    {
        var coverage = new CaseCoverage("entry", "reducing", "ended", "late fill", "overfill", "sent again", "deferred", "not placed", "unknown");

        Gen.Select(Gen.Bool, Gen.Int[0, int.MaxValue]).Sample(
            (isReducing, seed) =>
            {
                var random = new Random(seed);
                var request = isReducing ? Exit with { Timeout = random.Next(2) == 0 ? TimeSpan.FromSeconds(60) : null } : Entry;
                var order = Play(request);
                var (sends, wasUnknown, wasDeferred) = (0, false, false);
                var filled = new Dictionary<string, Fill>(StringComparer.Ordinal);
                var seconds = 0d;
                for (var step = 0; step < 20; step++)
                {
                    seconds += random.NextDouble() * 6;
                    var input = AnyInput(random, order, seconds);
                    var decision = OrderMachine.Decide(order, input, Protocol);
                    Check(order, input, decision);
                    foreach (var fill in FillsOf(input))
                    {
                        filled.TryAdd(fill.TradeId, fill);
                    }

                    order = decision.Order!;
                    sends += decision.Effects.Count(effect => effect is SendOrder);
                    wasUnknown |= order.Status is OrderStatus.Unknown;
                    wasDeferred |= decision.Events.Any(change => change is OrderDeferred);
                    Assert.Equal(filled.Values.Sum(fill => fill.Quantity), order.FilledQuantity);
                    Assert.Equal(order.Fills.Sum(fill => fill.Price * fill.Quantity), order.FilledNotional);
                }

                Assert.True(isReducing || sends <= 1, $"An entry was sent {sends} times.");
                coverage.Count(
                    ("entry", !isReducing), ("reducing", isReducing), ("ended", order.IsOver), ("sent again", sends > 1), ("deferred", wasDeferred),
                    ("late fill", order.Corrections.Any(correction => correction.Kind == OrderAlerts.LateFill)),
                    ("overfill", order.Corrections.Any(correction => correction.Kind == OrderAlerts.Overfill)),
                    ("not placed", order.Status is OrderStatus.NotPlaced), ("unknown", wasUnknown));
            },
            iter: Walks);

        coverage.Show(output, Walks);
    }

    private static void Check(Order before, OrderInput input, OrderDecision decision)
    {
        var after = decision.Order!;
        Assert.True(!before.IsOver || before.Status == after.Status, $"{before.Status} became {after.Status} by {input}");
        Assert.True(decision.Events.IsEmpty == ReferenceEquals(before, after));

        // A send is always behind the write of its fence.
        var effects = decision.Effects;
        for (var index = 0; index < effects.Length; index++)
        {
            if (effects[index] is SendOrder send)
            {
                Assert.Equal(Persist.Now, effects[0]);
                Assert.True(index > 0 && send.SendAt == after.SendAt && send.Attempt == after.Attempt && after.Status is OrderStatus.Submitting);
            }
        }

        var status = before.Status;
        var steps = decision.Events.Count(change => change is not (OrderQueried or OrderHeld or OrderAcknowledged or OrderInquired or OrderRetired));
        foreach (var change in decision.Events.Aggregate(before, OrderMachine.Apply).History.TakeLast(steps))
        {
            Assert.True(OrderTransitions.Allows(status, change.Status) || before.History.Length >= OrderProtocol.HistoryEntriesMax);
            status = change.Status;
        }

        // The same input once more: what it told is known now, and nothing is sent or booked twice.
        if (input is VenueReported or SendAccepted or SendRejected or QueryFound or RequestCancel)
        {
            var again = OrderMachine.Decide(after, input, Protocol);
            Assert.DoesNotContain(again.Events, change => change is OrderFilled or OrderEnded or OrderCancelRequested or OrderFenced);
        }
    }

    private static OrderInput AnyInput(Random random, Order order, double seconds)
    {
        var at = At(seconds);
        var attempt = Math.Max(1, order.Attempt - (random.Next(8) == 0 ? 1 : 0));
        var trade = random.Next(6);
        var fill = new Fill($"t-{trade}", 100m + trade, trade < 3 ? 0.3m : 0.6m, 0.01m, Liquidity.Taker, T0);
        if (order.Status is OrderStatus.Unknown && random.Next(3) > 0)
        {
            return new QueryNotFound(at, at);
        }

        return random.Next(24) switch
        {
            0 or 1 or 2 => new OrderProceeds(at),
            3 => new OrderActivated(at),
            4 or 5 => new OrderTick(at),
            6 => new SendAccepted(attempt, VenueId, at),
            7 => new SendRejected(attempt, "exchange:2011", at),
            8 or 9 or 17 => new SendUncertain(attempt, "no_answer", at),
            10 => new SendNotSent(attempt, OrderReasons.CircuitOpen, null, at),
            11 => new VenueReported(new VenueAccepted(Id, VenueId, at), at),
            12 => new VenueReported(new VenueFilled(Id, fill), at),
            13 => new VenueReported(new VenueCanceled(Id, OrderReasons.Requested, random.Next(4) * 0.3m, at), at),
            14 => new QueryFound(Shown(random.Next(2) == 0 ? OrderStatus.New : OrderStatus.Canceled, 0.3m, fill), at, at),
            15 or 16 => new QueryNotFound(at, at),
            18 => new QueryFailed(null, at),
            19 => new RequestCancel(OrderReasons.Requested, at),
            20 => new CancelAnswered((CancelOutcome)random.Next(3), null, at),
            21 => new OutboxAcknowledged(OrderReceivers.Journal, order.Sequence, at),
            22 => new PlaceFailed(at),
            _ => new VenueReported(new VenueRejected(Id, "exchange:2011", at), at),
        };
    }

    private static ImmutableArray<Fill> FillsOf(OrderInput input) => input switch
    {
        VenueReported { Report: VenueFilled filled } => [filled.Fill],
        QueryFound found => found.Found.Fills,
        _ => [],
    };

    private static Order Begin(Story story) => story.From is OrderStatus.PendingCancel && story.HasTimedOut
        ? Play(InStatus(OrderStatus.New, story.Request), new OrderTick(At(60)))
        : InStatus(story.From, story.Request);

    private static Story Tell(int kind, OrderStatus from, bool hasTimedOut, End end, int[] parts, bool isTriggered, string reason)
    {
        // A definite no is told of an order that was never accepted.
        var request = kind switch { 0 => Entry, 1 => Entry with { Type = OrderType.Market, Price = null }, _ => Stop with { Timeout = TimeSpan.FromSeconds(60) } };
        if (end is End.Rejected)
        {
            return new Story(request, from is OrderStatus.Unknown ? from : OrderStatus.Submitting, hasTimedOut, end, [Rejected()], 0m);
        }

        var messages = new List<VenueReported> { Accepted(1) };
        if (isTriggered && kind == 2)
        {
            messages.Add(Triggered(2));
        }

        var whole = parts.Sum();
        var filled = 0m;
        for (var part = 0; part < parts.Length; part++)
        {
            var isLast = part == parts.Length - 1;
            if (end is End.Filled && isLast)
            {
                messages.Add(Filled($"t-{part}", 1m - filled, 3 + part));
                filled = 1m;
            }
            else if (end is End.Filled || !isLast)
            {
                var quantity = Math.Round(parts[part] / (decimal)whole, 3);
                messages.Add(Filled($"t-{part}", quantity, 3 + part));
                filled += quantity;
            }
        }

        if (end is End.Canceled)
        {
            messages.Add(Canceled(filled, 10, reason));
        }

        return new Story(request, from, hasTimedOut, end, [.. messages], filled);
    }

    private static QueryFound SnapshotAfter(Story story, int count)
    {
        var seen = story.Messages.Take(Math.Max(1, count)).ToList();
        var fills = seen.Select(message => message.Report).OfType<VenueFilled>().Select(report => report.Fill).ToImmutableArray();
        var canceled = seen.Select(message => message.Report).OfType<VenueCanceled>().SingleOrDefault();
        var filled = fills.Sum(fill => fill.Quantity);
        var status = canceled is not null ? OrderStatus.Canceled : filled >= 1m ? OrderStatus.Filled : filled > 0m ? OrderStatus.PartiallyFilled : OrderStatus.New;
        return new QueryFound(new VenueOrder(Id, VenueId, status, filled, fills, canceled?.Reason, seen[^1].At), At(5), At(5));
    }

    private static OrderInput[] Mix(ImmutableArray<VenueReported> messages, int[] copies, int seed) =>
        Shuffle([.. messages.SelectMany((message, index) => Enumerable.Repeat<OrderInput>(message, 1 + copies[index % copies.Length]))], seed);

    private static OrderInput[] Shuffle(OrderInput[] inputs, int seed)
    {
        new Random(seed).Shuffle(inputs);
        return inputs;
    }

    private static Order Hear(Order order, OrderInput[] inputs) => Play(order, inputs);

    private static bool IsSame(Order one, Order other) =>
        one.Fills.SequenceEqual(other.Fills) && WithoutTrace(one) == WithoutTrace(other);

    private static Order WithoutTrace(Order order) => order with
    {
        Fills = [],
        History = [],
        Outbox = [],
        Sequence = 0,
        GoodAbsences = 0,
        AbsenceAskedAt = null,
        Failures = 0,
    };

    private static void Count(CaseCoverage coverage, Story story, OrderInput[] mixed, Order order)
    {
        int First<T>() => Array.FindIndex(mixed, input => input is VenueReported { Report: T });
        int Last<T>() => Array.FindLastIndex(mixed, input => input is VenueReported { Report: T });

        coverage.Count(
            ("fill before acknowledgement", First<VenueFilled>() >= 0 && First<VenueFilled>() < First<VenueAccepted>()),
            ("end before fill", First<VenueCanceled>() >= 0 && First<VenueCanceled>() < Last<VenueFilled>()),
            ("fill during cancel", story.From is OrderStatus.PendingCancel && First<VenueFilled>() >= 0),
            ("repeated fill", mixed.Count(input => input is VenueReported { Report: VenueFilled }) > story.Messages.Count(message => message.Report is VenueFilled)),
            ("filled", order.Status is OrderStatus.Filled), ("canceled with fills", order.Status is OrderStatus.Canceled && order.FilledQuantity > 0m),
            ("expired", order.Status is OrderStatus.Expired), ("rejected", order.Status is OrderStatus.Rejected), ("still working", !order.IsOver));
    }
}
