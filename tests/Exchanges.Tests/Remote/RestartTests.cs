using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Exchanges.Tests.Simulated;

namespace Trading.Exchanges.Tests.Remote;

[Collection(typeof(SimulatorCollection))]
public sealed class RestartTests(SimulatorFixture fixture)
{
    [Fact]
    public async Task A_venue_that_was_killed_comes_back_as_it_was()
    {
        await using var bench = await RemoteBench.StartAsync(fixture);
        await bench.BuyAsync("filled");
        await bench.LimitAsync("rests", 90m);
        await bench.QuoteAsync();
        await bench.BuyAsync("in-flight", 0.5m);
        await bench.FaultAsync("response_lost", next: 2, on: "submit");
        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.LimitAsync("doubtful", 80m));
        var (ledger, account) = (await bench.LedgerAsync(), await bench.AccountAsync());

        await fixture.KillAndRestartAsync();

        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.Listening);
        Assert.Equal(Texts(ledger), Texts(await bench.LedgerAsync()));
        var restored = await bench.AccountAsync();
        Assert.Equal((account.Balance, account.Available, account.At), (restored.Balance, restored.Available, restored.At));
        Assert.Equal(account.Positions, restored.Positions);
        Assert.Equal(OrderStatus.Filled, (await bench.QueryAsync("filled"))!.Status);
        Assert.True(await bench.CountAsync("response_lost") >= 1);
        await bench.QuoteAsync();
        Assert.Equal(["submitted", "accepted", "filled"], await bench.LedgerOfAsync("in-flight"));
        Assert.Equal(["rests", "doubtful"], (await bench.Gateway.ListOpenAsync(VenueBench.Symbol, TestContext.Current.CancellationToken)).Select(order => order.OrderId));
        await Assert.ThrowsAsync<VenueUncertainException>(() => bench.BuyAsync("second of two"));
    }

    private static IEnumerable<string> Texts(IEnumerable<System.Text.Json.JsonElement> lines) => lines.Select(line => line.GetRawText());
}
