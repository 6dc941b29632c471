using System.Globalization;
using System.Text.Json;

namespace Trading.Process.Tests.Paper;

/// <summary>
/// Judges a run from the venue's ledger, the client's log and what the service answers over REST afterwards. It shares no code with the
/// platform (spec: orders, invariants 1 to 4).
/// </summary>
/// <param name="ledger">All lines of the venue.</param>
/// <param name="acknowledged">What the client was promised.</param>
/// <param name="orders">Of all sessions of the run, as lists show them.</param>
/// <param name="fills">Likewise.</param>
/// <param name="positions">What is held, likewise.</param>
internal sealed class PaperChecker(
    IReadOnlyList<JsonElement> ledger, IReadOnlyCollection<ClientLog.Placed> acknowledged, IReadOnlyList<JsonElement> orders,
    IReadOnlyList<JsonElement> fills, IReadOnlyList<JsonElement> positions)
{
    private static readonly TimeSpan AfterDeadline = TimeSpan.FromSeconds(15);
    private static readonly string[] Terminal = ["Filled", "Canceled", "Rejected", "Expired", "NotPlaced"];
    private static readonly string[] NeverWorked = ["Rejected", "NotPlaced"];
    private static readonly string[] Words = ["session", "symbol", "side", "type"];
    private static readonly string[] Numbers = ["quantity", "price"];

    private readonly ILookup<string, JsonElement> _orders = orders.ToLookup(order => order.Text("id")!, StringComparer.Ordinal);
    private readonly List<string> _submitted = [.. ledger.Where(line => line.Text("kind") is "submitted").Select(line => line.Text("orderId")!)];
    private readonly List<VenueFill> _filled = [.. ledger.Where(line => line.Text("kind") is "filled").Select(VenueFill.Of)];

    private sealed record VenueFill(string Account, string OrderId, string TradeId, decimal Quantity, decimal Price)
    {
        public static VenueFill Of(JsonElement line)
        {
            var fill = line.GetProperty("report").GetProperty("fill");
            return new(line.Text("account")!, line.Text("orderId")!, fill.Text("tradeId")!, fill.Number("quantity"), fill.Number("price"));
        }
    }

    /// <param name="faultsEndedAt">Until then an order may be held up.</param>
    /// <param name="readAt">When the orders were read.</param>
    public PaperFindings Judge(DateTimeOffset faultsEndedAt, DateTimeOffset readAt) =>
        new([.. Lost().Distinct(StringComparer.Ordinal)], [.. Doubled()], [.. Mismatched()], [.. Stuck(faultsEndedAt, readAt)]);

    /// <summary>Orders that were answered with a 2xx and are not there, or are there with other words.</summary>
    private IEnumerable<string> Lost() =>
        from placed in acknowledged
        let id = placed.Answer.Text("id")!
        where !_orders[id].Any(order => IsAsAsked(placed.Body, order))
        select $"{placed.Key} was acknowledged as {id}, and is {(_orders[id].Any() ? $"another order: {_orders[id].First()}" : "not there")}";

    private static bool IsAsAsked(JsonElement body, JsonElement order) =>
        Words.All(name => body.Text(name) == order.Text(name))
        && Numbers.Where(name => body.Text(name) is not null).All(name => order.Text(name) is not null && body.Number(name) == order.Number(name));

    /// <summary>More than one order of an intent, here or at the venue; orders at the venue that nobody here wanted, or that are said never to have worked.</summary>
    private IEnumerable<string> Doubled()
    {
        var several = acknowledged.GroupBy(placed => placed.Key, StringComparer.Ordinal)
            .Where(answers => answers.Select(placed => placed.Answer.Text("id")).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(answers => $"{answers.Key} is several orders");
        return several
            .Concat(_orders.Where(listed => listed.Count() > 1).Select(listed => $"{listed.Key} is listed {listed.Count()} times"))
            .Concat(_submitted.GroupBy(id => id, StringComparer.Ordinal).Where(taken => taken.Count() > 1).Select(taken => $"{taken.Key} was taken {taken.Count()} times"))
            .Concat(_submitted.Where(id => !_orders.Contains(id)).Select(id => $"{id} is at the venue and nowhere else"))
            .Concat(_filled.Select(fill => fill.OrderId).Distinct(StringComparer.Ordinal)
                .Where(id => _orders[id].Any(order => NeverWorked.Contains(order.Text("status"), StringComparer.Ordinal)))
                .Select(id => $"{id} was declared dead and filled"));
    }

    /// <summary>Fills at the venue, fills here, what each order says of them, and what is held.</summary>
    private IEnumerable<string> Mismatched()
    {
        var there = _filled.ToLookup(fill => fill.OrderId, StringComparer.Ordinal);
        var here = fills.ToLookup(fill => fill.Text("orderId")!, StringComparer.Ordinal);
        foreach (var id in _orders.Select(order => order.Key).Union(there.Select(fill => fill.Key), StringComparer.Ordinal).Union(here.Select(fill => fill.Key), StringComparer.Ordinal))
        {
            var said = _orders[id].Select(order => order.Number("filledQuantity")).FirstOrDefault();
            var atVenue = there[id].Select(fill => (fill.TradeId, fill.Quantity, fill.Price)).Order();
            var booked = here[id].Select(fill => (fill.Text("tradeId")!, fill.Number("quantity"), fill.Number("price"))).Order();
            if (said != there[id].Sum(fill => fill.Quantity) || !atVenue.SequenceEqual(booked))
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{id} says {said} filled, the venue has {string.Join(" ", atVenue)}, the fills here are {string.Join(" ", booked)}");
            }
        }

        var atVenueBy = _filled.Select(fill => (Key: (fill.Account, Symbol: SymbolOf(fill.OrderId)), Quantity: Signed(fill.OrderId, fill.Quantity)))
            .Concat(
                from line in ledger
                where line.Text("kind") is "liquidated"
                let report = line.GetProperty("report")
                select (Key: (line.Text("account")!, report.Text("symbol")!), Quantity: -report.Number("quantity")))
            .ToLookup(change => change.Key, change => change.Quantity);
        var heldBy = positions.ToLookup(position => (position.Text("account")!, position.Text("symbol")!), position => position.Number("quantity"));
        foreach (var key in atVenueBy.Select(changes => changes.Key).Union(heldBy.Select(held => held.Key)))
        {
            var (atVenue, held) = (atVenueBy[key].Sum(), heldBy[key].Sum());
            if (atVenue != held)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{key.Item1} has {atVenue} {key.Item2} at the venue and holds {held} here");
            }
        }
    }

    private IEnumerable<string> Stuck(DateTimeOffset faultsEndedAt, DateTimeOffset readAt) =>
        from order in orders
        where order.Text("deadline") is not null
        let deadline = DateTimeOffset.Parse(order.Text("deadline")!, CultureInfo.InvariantCulture)
        let bound = (deadline > faultsEndedAt ? deadline : faultsEndedAt) + AfterDeadline
        let isOver = Terminal.Contains(order.Text("status"), StringComparer.Ordinal)
        let seenAt = isOver ? DateTimeOffset.Parse(order.Text("updatedAt")!, CultureInfo.InvariantCulture) : readAt
        where seenAt > bound
        select string.Create(CultureInfo.InvariantCulture, $"{order.Text("id")} is {order.Text("status")} {(seenAt - bound).TotalSeconds:0.0} s past its bound {bound:O}");

    private JsonElement RequestOf(string id) => ledger.First(line => line.Text("kind") is "submitted" && line.Text("orderId") == id).GetProperty("request");

    private string SymbolOf(string id) => RequestOf(id).Text("symbol")!;

    /// <summary>By the side that the venue was told.</summary>
    private decimal Signed(string id, decimal quantity) =>
        RequestOf(id).Text("side") switch
        {
            "Buy" => quantity,
            "Sell" => -quantity,
            var side => throw new InvalidOperationException($"Order {id} has side {side}."),
        };
}
