using Dapper;
using Trading.Storage.Alerts;
using Trading.Storage.Paging;

namespace Trading.Storage.Tests.Alerts;

public sealed class AlertChannelStoreTests(EnginesFixture engines)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_alert_is_addressed_once_to_the_channels_of_its_owner_that_take_its_severity(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new AlertChannelStore(database);
        await store.ReplaceAsync(
            "alice",
            [
                Channel("ach-1", "alice", "info"), Channel("ach-2", "alice", "warning"), Channel("ach-3", "alice", "critical"),
                Channel("ach-4", "alice", "info") with { Enabled = false },
            ],
            Token);
        await store.ReplaceAsync("bob", [Channel("ach-5", "bob", "info")], Token);
        var alert = Alert("alr-1", "warning");

        await new AlertStore(database).RaiseAsync([alert], Token);
        await new AlertStore(database).RaiseAsync([alert], Token);

        var claimed = await store.ClaimAsync(10, Lease, Token);
        Assert.Equal(["ach-1", "ach-2"], claimed.Select(delivery => delivery.ChannelId).Order(StringComparer.Ordinal));
        Assert.All(claimed, delivery => Assert.Equal(("alr-1", 1, AlertDeliveryStates.Pending), (delivery.AlertId, delivery.Attempts, delivery.State)));
    }

    [Theory, EachEngine]
    public async Task A_delivery_is_leased_to_one_and_taken_again_when_the_lease_is_over(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new AlertChannelStore(database);
        await store.ReplaceAsync("alice", [Channel("ach-1", "alice", "info")], Token);
        await new AlertStore(database).RaiseAsync([.. Enumerable.Range(0, 20).Select(number => Alert($"alr-{number}", "info"))], Token);

        var parallel = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.ClaimAsync(5, Lease, Token)));
        var taken = parallel.SelectMany(part => part).Select(delivery => delivery.AlertId).ToList();
        Assert.Equal(taken.Count, taken.Distinct(StringComparer.Ordinal).Count());
        for (var rest = await store.ClaimAsync(5, Lease, Token); rest.Count > 0; rest = await store.ClaimAsync(5, Lease, Token))
        {
            taken.AddRange(rest.Select(delivery => delivery.AlertId));
        }

        Assert.Equal(20, taken.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(20, taken.Count);

        await database.WriteAsync(connection => (Task)connection.ExecuteAsync("UPDATE alert_deliveries SET due_at = 0 WHERE alert_id = 'alr-7'"), Token);
        var again = Assert.Single(await store.ClaimAsync(5, Lease, Token));
        Assert.Equal(("alr-7", 2), (again.AlertId, again.Attempts));

        // The attempt of him whose lease was over says nothing any more.
        await store.EndAttemptAsync(again with { Attempts = 1 }, 500, "status_500", retryAfter: null, Token);
        Assert.Empty(await InAsync(store, AlertDeliveryStates.Dead));
        await store.EndAttemptAsync(again, 204, error: null, retryAfter: null, Token);
        Assert.Equal(("alr-7", 204), (Assert.Single(await InAsync(store, AlertDeliveryStates.Delivered)).AlertId, (await InAsync(store, AlertDeliveryStates.Delivered))[0].Status));
    }

    [Theory, EachEngine]
    public async Task What_failed_waits_and_what_was_given_up_stays_until_it_is_forgotten(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        var store = new AlertChannelStore(database);
        await store.ReplaceAsync("alice", [Channel("ach-1", "alice", "info")], Token);
        await new AlertStore(database).RaiseAsync([Alert("alr-1", "info"), Alert("alr-2", "info")], Token);
        var claimed = await store.ClaimAsync(5, Lease, Token);

        await store.EndAttemptAsync(claimed[0], status: null, "unreachable", TimeSpan.FromHours(1), Token);
        await store.EndAttemptAsync(claimed[1], 503, "status_503", retryAfter: null, Token);

        Assert.Empty(await store.ClaimAsync(5, Lease, Token));
        Assert.Equal("unreachable", Assert.Single(await InAsync(store, AlertDeliveryStates.Pending)).Error);
        Assert.Equal(503, Assert.Single(await InAsync(store, AlertDeliveryStates.Dead)).Status);

        Assert.Equal(0, await store.PurgeAsync(TimeSpan.FromMinutes(1), Token));
        await database.WriteAsync(connection => (Task)connection.ExecuteAsync("UPDATE alert_deliveries SET updated_at = 0"), Token);
        Assert.Equal(1, await store.PurgeAsync(TimeSpan.FromMinutes(1), Token));
        Assert.Single(await InAsync(store, AlertDeliveryStates.Pending));

        await store.ReplaceAsync("alice", [], Token);
        Assert.Empty(await InAsync(store, AlertDeliveryStates.Pending));
        Assert.Empty(await store.ListAsync("alice", Token));
    }

    private static async Task<IReadOnlyList<AlertDeliveryRow>> InAsync(AlertChannelStore store, string state) =>
        (await store.DeliveriesAsync("ach-1", state, PageRequest.First, Token)).Items;

    private static AlertChannelRow Channel(string id, string owner, string severity) =>
        new RowGen(107).One<AlertChannelRow>() with { Id = id, Owner = owner, Name = id, Severity = severity, Enabled = true, Secret = [1, 2, 3] };

    private static AlertRow Alert(string id, string severity) => new RowGen(109).One<AlertRow>() with { Id = id, Owner = "alice", Severity = severity };
}
