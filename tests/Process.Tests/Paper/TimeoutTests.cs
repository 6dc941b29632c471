using System.Globalization;
using System.Text.Json;
using Npgsql;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>An order that nobody meets ends at its deadline, whatever became of the processes that watched it.</summary>
public sealed class TimeoutTests(PublishedOutput published, ITestOutputHelper output)
{
    private const string Soon = "8s";

    /// <summary>What an order that names no timeout gets; too long for the short suite.</summary>
    private static readonly string? Longest = TestScale.IsLong ? null : "5s";

    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AcceptLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_that_rests_is_expired_at_its_deadline_and_cancelled_at_the_venue()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var platform = await EmbeddedPlatform.StartAsync(published, venue.Settings);
        using var client = await SignedInAsync(platform.Host.Url!);
        var session = await client.StartSessionAsync(seed: 1);
        foreach (var timeout in (string?[])[Soon, Longest])
        {
            var order = await RestingAsync(client, session, timeout);

            await AssertExpiresAsync(venue, client, order, DeadlineOf(order));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Order_is_expired_although_the_cluster_was_down_at_its_deadline(bool remindersAreLost)
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var cluster = await ClusterPlatform.StartAsync(published, venue.Settings);
        using var client = await SignedInAsync(cluster.ApiHost.Url!);
        var order = await RestingAsync(client, await client.StartSessionAsync(seed: 1), Soon);

        await cluster.KillAllAsync();
        Assert.True(DateTimeOffset.UtcNow < DeadlineOf(order), "The deadline came before the end of the cluster.");
        if (remindersAreLost)
        {
            Assert.NotEqual(0, await DeleteRemindersAsync(cluster.ConnectionString));
        }

        await Task.Delay(DeadlineOf(order) - DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1), Cancellation);
        Assert.DoesNotContain(await venue.LedgerAsync(), line => line.Text("kind") is "canceled" && line.Text("orderId") == order.Text("id"));
        cluster.StartAll();
        client.MoveTo(cluster.ApiHost.Url!);
        await cluster.ApiHost.ReadyAsync(ReadyLimit);

        await AssertExpiresAsync(venue, client, order, faultsEndedAt: DateTimeOffset.UtcNow);
    }

    private static async Task<PaperClient> SignedInAsync(Uri api)
    {
        var client = new PaperClient();
        client.MoveTo(api);
        await client.SignInAsync();
        await client.SaveStrategiesAsync();
        return client;
    }

    /// <summary>An order that the venue has taken.</summary>
    private static async Task<JsonElement> RestingAsync(PaperClient client, string session, string? timeout)
    {
        var order = await client.PlaceRestingAsync(session, timeout);
        await Eventually.GetAsync(
            async () => (await client.FindAsync($"orders/{order.Text("id")}"))?.Text("status") is "New" ? "works" : null, AcceptLimit, () => $"{order} works at the venue");
        return order;
    }

    private static DateTimeOffset DeadlineOf(JsonElement order) => DateTimeOffset.Parse(order.Text("deadline")!, CultureInfo.InvariantCulture);

    private static async Task<int> DeleteRemindersAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("DELETE FROM OrleansReminders");
        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task AssertExpiresAsync(VenueProcess venue, PaperClient client, JsonElement order, DateTimeOffset faultsEndedAt)
    {
        var id = order.Text("id");
        JsonElement? last = null;
        await Eventually.GetAsync(
            async () => (last = await client.FindAsync($"orders/{id}") ?? last)?.Text("status") is "Expired" ? "ended" : null,
            faultsEndedAt - DateTimeOffset.UtcNow + LateMax, () => $"order {id} has expired; last seen {last}");
        var seen = last!.Value;
        var ended = DateTimeOffset.Parse(seen.Text("updatedAt")!, CultureInfo.InvariantCulture);
        var late = ended - DeadlineOf(order);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"expired {late.TotalSeconds:0.0} s after its deadline, {(ended - faultsEndedAt).TotalSeconds:0.0} s after all was well"));
        Assert.Equal("timeout", seen.Text("reason"));
        Assert.Equal(0m, seen.Number("filledQuantity"));
        Assert.True(late >= TimeSpan.Zero, $"It ended {-late} before its deadline.");
        var kinds = (await venue.LedgerAsync()).Where(line => line.Text("orderId") == id).Select(line => line.Text("kind")).ToList();
        Assert.Contains("cancel_asked", kinds);
        Assert.Contains("canceled", kinds);
        Assert.DoesNotContain("filled", kinds);
    }
}
