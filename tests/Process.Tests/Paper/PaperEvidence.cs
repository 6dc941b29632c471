using System.Globalization;
using System.Text.Json;

namespace Trading.Process.Tests.Paper;

/// <summary>What the venue and the service say of a run, each at its own door.</summary>
internal sealed class PaperEvidence(
    IReadOnlyList<JsonElement> ledger, IReadOnlyList<JsonElement> orders, IReadOnlyList<JsonElement> fills, IReadOnlyList<JsonElement> positions, DateTimeOffset readAt)
{
    private static readonly string[] Terminal = ["Filled", "Canceled", "Rejected", "Expired", "NotPlaced"];

    /// <summary>Nothing works any more; what protects a position that was left may.</summary>
    public bool AllAreOver => orders.All(order => order.Text("deadline") is null || Terminal.Contains(order.Text("status"), StringComparer.Ordinal));

    /// <summary>Orders by hand and orders of strategies have met a market.</summary>
    public bool HasFillsOfEverybody => fills.Any(fill => fill.Text("strategy") is null) && fills.Any(fill => fill.Text("strategy") is not null);

    public static async Task<PaperEvidence> ReadAsync(VenueProcess venue, PaperClient client, IEnumerable<string> sessions)
    {
        List<JsonElement> orders = [], fills = [], positions = [];
        foreach (var session in sessions)
        {
            orders.AddRange(await client.AllAsync($"sessions/{session}/orders"));
            fills.AddRange(await client.AllAsync($"sessions/{session}/fills"));
            positions.AddRange((await client.FindAsync($"sessions/{session}/positions"))!.Value.GetProperty("items").EnumerateArray());
        }

        return new PaperEvidence(await venue.LedgerAsync(), orders, fills, positions, DateTimeOffset.UtcNow);
    }

    public PaperFindings Judge(ClientLog log, DateTimeOffset faultsEndedAt) =>
        new PaperChecker(ledger, log.Acknowledged, orders, fills, positions).Judge(faultsEndedAt, readAt);

    public override string ToString()
    {
        var statuses = orders.GroupBy(order => order.Text("status")!, StringComparer.Ordinal).Select(some => $"{some.Key} {some.Count()}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{orders.Count} orders ({string.Join(", ", statuses)}), {fills.Count} fills, {fills.Count(fill => fill.Text("strategy") is not null)} of them of strategies, {positions.Count} positions");
    }
}
