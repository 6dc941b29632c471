using System.Globalization;
using System.Text.Json;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>
/// Paper trading as <c>make run</c> has it, the venue inside the one process, which is killed again and again: the venue dies with everything else and goes on where
/// it was. No ledger of its own outlives it, so the answers are held against each other.
/// </summary>
public sealed class OwnVenueDeathTests(PublishedOutput published, ITestOutputHelper output)
{
    private const int Traders = 2;

    private static readonly int Kills = TestScale.Of(suite: 3, whole: 20);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(TestScale.Of(suite: 30, whole: 15));
    private static readonly TimeSpan AfterDeadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SettleLimit = PaperClient.TimeoutMax + TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Terminal = ["Filled", "Canceled", "Rejected", "Expired", "NotPlaced"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Orders_positions_and_money_outlive_the_process_and_the_venue_in_it()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        using var client = new PaperClient();
        using var stop = new CancellationTokenSource();
        client.MoveTo(platform.Host.Url!);
        await client.SignInAsync();
        await client.SaveStrategiesAsync();
        var session = await client.StartSessionAsync(seed: 1);
        var trading = Enumerable.Range(0, Traders).Select(trader => client.TradeAsync(session, trader, stop.Token)).ToArray();
        var readyAt = DateTimeOffset.UtcNow;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(Quiet, Cancellation);
            var at = DateTimeOffset.UtcNow;
            await platform.Host.KillAsync();
            platform.AssertIntact();
            await platform.StartAsync();
            readyAt = DateTimeOffset.UtcNow;
            client.MoveTo(platform.Host.Url!);
            await client.StaySignedInAsync();
            await Eventually.GetAsync(
                () => Task.FromResult(client.Log.BackAfter(at, session) is null ? null : "back"), BackLimit, () => $"orders are taken again after kill {kill}: {client.Log.Last}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(trading);
        await client.StopSessionAsync(session);
        var stoppedAt = DateTimeOffset.UtcNow;

        IReadOnlyList<string> broken;
        do
        {
            await Task.Delay(Pause, Cancellation);
            broken = await BrokenAsync(client, session, readyAt);
        }
        while (broken.Count > 0 && DateTimeOffset.UtcNow < stoppedAt + SettleLimit);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{client.Log.Acknowledged.Count} answers, {Kills} kills"));
        Assert.Empty(broken);
        Assert.True(client.Log.Acknowledged.Count > 3 * Kills, "It traded.");
    }

    /// <returns>The rules that the answers break.</returns>
    private static async Task<IReadOnlyList<string>> BrokenAsync(PaperClient client, string session, DateTimeOffset readyAt)
    {
        var orders = (await client.AllAsync($"sessions/{session}/orders")).ToDictionary(order => order.Text("id")!, StringComparer.Ordinal);
        var fills = await client.AllAsync($"sessions/{session}/fills");
        var account = (await client.FindAsync($"sessions/{session}"))!.Value.Text("account");
        var balance = (await client.FindAsync($"accounts/{account}"))!.Value.Number("balance");
        var booked = (await client.AllAsync($"accounts/{account}/ledger")).Sum(entry => entry.Number("amount"));
        List<string> broken =
        [
            .. client.Log.Acknowledged.Where(placed => !orders.ContainsKey(placed.Answer.Text("id")!)).Select(placed => $"{placed.Key} was acknowledged and is lost"),
            .. client.Log.Acknowledged.GroupBy(placed => placed.Key, StringComparer.Ordinal)
                .Where(answers => answers.Select(placed => placed.Answer.Text("id")).Distinct(StringComparer.Ordinal).Count() > 1).Select(answers => $"{answers.Key} is several orders"),
            .. orders.Values.Where(order => order.Text("deadline") is not null && IsStuck(order, readyAt)).Select(order => $"{order.Text("id")} is {order.Text("status")}"),
            .. fills.GroupBy(fill => fill.Text("tradeId"), StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"{same.Key} is booked {same.Count()} times"),
        ];
        var byOrder = fills.ToLookup(fill => fill.Text("orderId")!, fill => fill.Number("quantity"), StringComparer.Ordinal);
        broken.AddRange(orders.Where(order => order.Value.Number("filledQuantity") != byOrder[order.Key].Sum()).Select(order => $"{order.Key} and its fills differ"));
        var held = (await client.FindAsync($"sessions/{session}/positions"))!.Value.GetProperty("items").EnumerateArray().ToDictionary(
            position => position.Text("symbol")!, position => position.Number("quantity"), StringComparer.Ordinal);
        broken.AddRange(fills.GroupBy(fill => fill.Text("symbol")!, fill => fill.Text("side") is "buy" ? fill.Number("quantity") : -fill.Number("quantity"), StringComparer.Ordinal)
            .Where(moves => moves.Sum() != held.GetValueOrDefault(moves.Key))
            .Select(moves => string.Create(CultureInfo.InvariantCulture, $"{moves.Key}: fills make {moves.Sum()}, {held.GetValueOrDefault(moves.Key)} is held")));
        if (balance != booked)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{account} has {balance}, its ledger sums up to {booked}"));
        }

        return broken;
    }

    private static bool IsStuck(JsonElement order, DateTimeOffset readyAt)
    {
        var deadline = DateTimeOffset.Parse(order.Text("deadline")!, CultureInfo.InvariantCulture);
        return !Terminal.Contains(order.Text("status"), StringComparer.Ordinal)
            || DateTimeOffset.Parse(order.Text("updatedAt")!, CultureInfo.InvariantCulture) > (deadline > readyAt ? deadline : readyAt) + AfterDeadline;
    }
}
