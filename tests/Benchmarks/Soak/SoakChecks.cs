using System.Globalization;
using System.Text.Json.Nodes;

namespace Trading.Benchmarks.Soak;

/// <summary>What must be true of the sessions once they have ended, from the answers of the API alone.</summary>
internal static class SoakChecks
{
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(15);

    /// <returns>The rules that were broken.</returns>
    public static async Task<IReadOnlyList<string>> BrokenAsync(SoakClient client, SoakSessions sessions, ICollection<string> acknowledged)
    {
        var broken = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var session in sessions.Ids)
        {
            var orders = await client.AllAsync($"sessions/{session}/orders");
            known.UnionWith(orders.Select(order => (string)order["id"]!));
            broken.AddRange(orders.Where(order => !SoakSessions.IsOver(order)).Select(order => $"{order["id"]} is {order["status"]}"));
            broken.AddRange(orders.Where(IsLate).Select(order => $"{order["id"]} ended at {order["updatedAt"]}, its deadline was {order["deadline"]}"));

            var fills = (await client.AllAsync($"sessions/{session}/fills")).ToLookup(fill => (string)fill["orderId"]!, StringComparer.Ordinal);
            broken.AddRange(orders
                .Where(order => fills[(string)order["id"]!].Sum(fill => Number(fill["quantity"])) != Number(order["filledQuantity"]))
                .Select(order => $"{order["id"]} is filled with {order["filledQuantity"]}, its fills say otherwise"));

            var positions = await client.AllAsync($"sessions/{session}/positions");
            broken.AddRange(positions.Where(SoakSessions.IsHeld).Select(position => $"{position["id"]} still holds {position["quantity"]}"));

            var name = (string)(await client.GetAsync($"sessions/{session}"))["account"]!;
            var account = await client.GetAsync($"accounts/{name}");
            var sum = (await client.AllAsync($"accounts/{name}/ledger")).Sum(entry => Number(entry["amount"]));
            if (Number(account["balance"]) != sum || Number(account["equity"]) != sum || Number(account["reserved"]) != 0)
            {
                broken.Add($"{name} has balance {account["balance"]}, equity {account["equity"]}, reserved {account["reserved"]}; its ledger sums up to {sum}");
            }
        }

        broken.AddRange(acknowledged.Where(order => !known.Contains(order)).Select(order => $"{order} was acknowledged and is lost"));
        return broken;
    }

    private static bool IsLate(JsonNode order) => order["deadline"] is { } deadline && order["updatedAt"] is { } ended
        && Time(ended) > Time(deadline) + LateMax;

    private static DateTimeOffset Time(JsonNode time) => DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture);

    private static decimal Number(JsonNode? number) => number is null ? 0 : decimal.Parse((string)number!, CultureInfo.InvariantCulture);
}
