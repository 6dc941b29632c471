using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Orders;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Storage;

namespace Trading.Api.Tests.Positions;

/// <summary>A database that takes every write but those of positions: what cannot be kept is told, counted and not acknowledged.</summary>
public sealed class PositionWriteFailureTests
{
    private const string Refusal = "positions cannot be written";

    [Fact]
    public async Task Fill_that_cannot_be_booked_is_surfaced_and_booked_once_when_it_can()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var session = await client.IdleAsync();
        await RefusePositionsAsync(host);

        var placed = await client.PlaceAsync(ManualLab.Order(session.Id));
        await client.OrderAsync(placed, "Filled");
        await CountedAsync(client);
        var held = await client.GetJsonAsync($"{SessionLab.Path}/{session.Id}/positions");
        var account = await client.GetJsonAsync($"/api/v1/accounts/{session.Account}");
        var failures = host.Logs.Lines.Count(line => line.Contains("position", StringComparison.OrdinalIgnoreCase) && line.Contains(Refusal, StringComparison.Ordinal));
        await TakePositionsAsync(host);
        var booked = (await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1))["items"]![0]!;

        Assert.Empty(held["items"]!.AsArray());
        Assert.Equal("10000", $"{account["balance"]}");
        Assert.True(failures > 0, "No line of the log tells of the write that failed.");
        Assert.Equal("0.01", $"{booked["quantity"]}");
        await client.StopAsync(session.Id, "close");
        var trip = Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/roundtrips"));
        var report = await client.GetJsonAsync($"{SessionLab.Path}/{session.Id}/report");
        Assert.Equal(10_000m + trip.Number("netPnl"), report.Number("finalEquity"));
    }

    [Fact]
    public async Task Close_that_cannot_be_kept_is_not_acknowledged()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var session = await client.IdleAsync();
        await client.OrderAsync(await client.PlaceAsync(ManualLab.Order(session.Id)), "Filled");
        var position = (await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1))["items"]![0]!;
        await RefusePositionsAsync(host);

        using var refused = await client.PostTextAsync($"/api/v1/positions/{position["id"]}/close", "{}");
        await TakePositionsAsync(host);
        var orders = await client.AllAsync($"{SessionLab.Path}/{session.Id}/orders");
        using var repeated = await client.PostTextAsync($"/api/v1/positions/{position["id"]}/close", "{}");

        Assert.Equal("storage_unavailable", $"{(await refused.ExpectAsync(503))["code"]}");
        Assert.Single(orders);
        await repeated.ExpectAsync(202);
        await client.UntilAsync(session.Id, "positions", positions => positions.Count == 0);
        Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/roundtrips"));
        await client.StopAsync(session.Id, "cancel");
    }

    private static async Task CountedAsync(HttpClient client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await client.GetStringAsync("/metrics", deadline.Token)).Contains("persistence_failures_total{", StringComparison.Ordinal))
        {
            await Task.Delay(50, deadline.Token);
        }
    }

    private static Task RefusePositionsAsync(PlatformHost host) => ExecuteAsync(
        host,
        string.Concat(new[] { "INSERT", "UPDATE" }.Select(change => $"""
            CREATE TRIGGER refuse_{change} BEFORE {change} ON OrleansStorage WHEN NEW.GrainTypeString LIKE '%position%'
            BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
            """)));

    private static Task TakePositionsAsync(PlatformHost host) => ExecuteAsync(host, "DROP TRIGGER refuse_INSERT; DROP TRIGGER refuse_UPDATE;");

    private static async Task ExecuteAsync(PlatformHost host, string sql)
    {
        await using var connection = await host.Services.GetRequiredService<TradingDatabase>().Writer.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
