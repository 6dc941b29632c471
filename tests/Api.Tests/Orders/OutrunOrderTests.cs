using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Storage;

namespace Trading.Api.Tests.Orders;

/// <summary>A process that was taken for dead writes once more: the activation that took over holds what is no longer true, and knows nothing of what is due.</summary>
public sealed class OutrunOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Memory_that_storage_has_outrun_is_dropped_and_the_order_goes_on_from_what_is_stored()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var session = await client.IdleAsync();
        var order = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low, timeout: "10m"));
        await client.OrderAsync(order, "New");

        await DroppedAsync(host, $"{order["id"]}");

        using var canceled = await client.DeleteAsync($"{ManualLab.Path}/{order["id"]}");
        await canceled.ExpectAsync(202);
        await client.OrderAsync(order, "Canceled");
    }

    private static async Task DroppedAsync(PlatformHost host, string order)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!host.Logs.Lines.Any(line => line.Contains(order, StringComparison.Ordinal) && line.Contains("begins anew", StringComparison.Ordinal)))
        {
            await OutrunAsync(host, order);
            await Task.Delay(100, deadline.Token);
        }
    }

    /// <summary>Again, should the order itself have had something to write meanwhile.</summary>
    private static async Task OutrunAsync(PlatformHost host, string order)
    {
        await using var connection = await host.Services.GetRequiredService<TradingDatabase>().Writer.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            UPDATE OrleansStorage SET Version = Version + 1, WakeAt = '2020-01-01T00:00:00+00:00'
            WHERE GrainIdExtensionString = @order AND (WakeAt IS NULL OR WakeAt > '2021')
            """,
            new { order });
    }
}
