using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Trading.Api.Tests.Sessions;

/// <summary>
/// A report once more, from the JSON of fills, ledger, orders and equity in plain decimals and with nothing of the platform's
/// code: what it says must follow from what it shows.
/// </summary>
internal sealed class Recomputation
{
    private const int LedgerDecimals = 12;

    public required IReadOnlyList<JsonNode> Orders { get; init; }

    public required IReadOnlyList<JsonNode> Fills { get; init; }

    public required IReadOnlyList<JsonNode> Ledger { get; init; }

    public required IReadOnlyList<JsonNode> Equity { get; init; }

    public static async Task<Recomputation> OfAsync(HttpClient client, string session) => new()
    {
        Orders = await client.AllAsync($"{SessionLab.Path}/{session}/orders"),
        Fills = await client.AllAsync($"{SessionLab.Path}/{session}/fills"),
        Ledger = await client.AllAsync($"/api/v1/accounts/acc-{session}/ledger"),
        Equity = await client.AllAsync($"{SessionLab.Path}/{session}/equity"),
    };

    public decimal Balance => Ledger.Sum(entry => entry.Number("amount"));

    /// <summary>Realised P&amp;L, fees and funding of the fills and ledger lines that are chosen.</summary>
    public (decimal Gross, decimal Fees, decimal Funding) Sums(Func<JsonNode, bool> isChosen)
    {
        var chosen = Fills.Where(isChosen).ToList();
        var gross = chosen.GroupBy(fill => $"{fill["symbol"]}").Sum(fills => Realised(fills).Realised);
        return (gross, chosen.Sum(fill => fill.Number("fee")), Ledger.Where(entry => $"{entry["kind"]}" == "funding").Where(isChosen).Sum(entry => entry.Number("amount")));
    }

    /// <summary>Signed quantity and cost that the fills of a symbol leave.</summary>
    public (decimal Quantity, decimal Cost) Holding(string symbol)
    {
        var (quantity, cost, _) = Realised(Fills.Where(fill => $"{fill["symbol"]}" == symbol));
        return (quantity, cost);
    }

    /// <summary>SHA-256 over the lines of the specification, in order of time, those of one millisecond in order of their bytes.</summary>
    public string Fingerprint()
    {
        var ordinals = Orders.OrderBy(order => order.Number("sequence")).Select((order, index) => ($"{order["id"]}", index + 1)).ToDictionary();
        var lines = new List<(long Ms, string Line)>();
        lines.AddRange(Orders.Where(order => order["status"]!.GetValue<string>() is "Filled" or "Canceled" or "Rejected" or "Expired" or "NotPlaced").Select(order => (
            order.Time("updatedAt").ToUnixTimeMilliseconds(),
            Line("order", Text(ordinals[$"{order["id"]}"]), $"{order["symbol"]}", Name(order, "side"), Name(order, "type"), Plain(order["quantity"]),
                Plain(order["price"] ?? order["stopPrice"]), Ms(order, "createdAt"), $"{order["status"]}", $"{order["reason"]}", Plain(order["filledQuantity"]),
                Plain(order["averagePrice"])))));
        lines.AddRange(Fills.Select(fill => (
            fill.Time("at").ToUnixTimeMilliseconds(),
            Line("fill", Text(ordinals[$"{fill["orderId"]}"]), Plain(fill["price"]), Plain(fill["quantity"]), Plain(fill["fee"]), Name(fill, "liquidity"), Ms(fill, "at")))));
        lines.AddRange(Equity.Select(point => (point.Time("at").ToUnixTimeMilliseconds(), Line("equity", Ms(point, "at"), Plain(point["equity"]), Plain(point["balance"])))));

        foreach (var funding in Ledger.Where(entry => $"{entry["kind"]}" == "funding"))
        {
            var symbol = $"{funding["symbol"]}";
            var shown = Equity.First(point => $"{point["at"]}" == $"{funding["at"]}" && point.Number("balance") == funding.Number("balance"));
            var held = Realised(Fills.Where(fill => $"{fill["symbol"]}" == symbol && fill.Number("sequence") < shown.Number("sequence"))).Quantity;
            lines.Add((funding.Time("at").ToUnixTimeMilliseconds(), Line(
                "funding", symbol, Plain(held), Plain(funding["mark"]), Plain(funding["rate"]), Plain(funding["amount"]), Ms(funding, "at"))));
        }

        var text = string.Join('\n', lines.OrderBy(line => line.Ms).ThenBy(line => line.Line, StringComparer.Ordinal).Select(line => line.Line));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Cost is kept; a decrease takes its share of it, the last one what is left.</summary>
    private static (decimal Quantity, decimal Cost, decimal Realised) Realised(IEnumerable<JsonNode> fills)
    {
        var (quantity, cost, realised) = (0m, 0m, 0m);
        foreach (var fill in fills)
        {
            var (price, left) = (fill.Number("price"), fill.Number("quantity"));
            var sign = $"{fill["side"]}" == "buy" ? 1m : -1m;
            if (quantity * sign < 0m)
            {
                var held = Math.Abs(quantity);
                var closing = Math.Min(held, left);
                var proceeds = -sign * closing * price;
                var taken = closing == held ? cost : Round(cost * closing / held);
                var profit = Round(proceeds - taken);
                realised += profit;
                cost = closing == held ? 0m : cost - (proceeds - profit);
                quantity += sign * closing;
                left -= closing;
            }

            quantity += sign * left;
            cost += sign * left * price;
        }

        return (quantity, cost, realised);
    }

    private static decimal Round(decimal amount) => Math.Round(amount, LedgerDecimals, MidpointRounding.ToEven);

    private static string Line(params string[] members) => string.Join('|', members);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Plain(JsonNode? number) => number is null ? "" : Plain(decimal.Parse($"{number}", NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string Plain(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return number == 0m ? "0" : text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static string Ms(JsonNode item, string member) => item.Time(member).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    // The lines name things as the specification does, JSON in snake_case.
    private static string Name(JsonNode item, string member) =>
        string.Concat($"{item[member]}".Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
