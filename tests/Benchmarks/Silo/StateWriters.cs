using Trading.Benchmarks.Service;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Grains.Orders;
using Trading.Storage.Json;

namespace Trading.Benchmarks.Silo;

/// <summary>As many orders as write at a time, each resting with a day to go.</summary>
internal sealed class StateWriters
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private readonly IStateWriterGrain[] _grains;

    private StateWriters(IStateWriterGrain[] grains, byte[] payload) => (_grains, Payload) = (grains, payload);

    /// <summary>One of the states as it is stored.</summary>
    public byte[] Payload { get; }

    public static async Task<StateWriters> PrepareAsync(IGrainFactory factory, int count)
    {
        var context = new OrderContext("bench", "", 0, "simulated", null, Instrument.WithDefaults(Btc, "simulated", 0.1m, 0.001m), null, 100m, null);
        var orders = Enumerable.Range(0, count).Select(Resting).ToArray();
        var grains = Array.ConvertAll(orders, order => factory.GetGrain<IStateWriterGrain>(order.Id));
        for (var index = 0; index < count; index++)
        {
            await grains[index].Prepare(orders[index], context);
        }

        return new StateWriters(grains, GrainStateJson.Serialize(new OrderState { Order = orders[0], Context = context }));
    }

    /// <returns>Writes a second, each grain asked again as soon as it has answered.</returns>
    public async Task<double> RunAsync(TimeSpan duration) => (await ClosedLoop.RunAsync(_grains.Length, duration, index => _grains[index].Write())).PerSecond;

    private static Order Resting(int ordinal)
    {
        var now = DateTimeOffset.UtcNow;
        var request = new OrderRequest(
            ClientOrderId.Create("", "", "key:bench:writer", ordinal), "acc-bench:main", "ses-aaaaaaaaaaaaaaa", "", OrderPurpose.Manual, Btc, Side.Buy,
            OrderType.Limit, TimeInForce.Gtc, 1m, 100m, null, ReduceOnly: false, 1, TimeSpan.FromDays(1), now);
        var placed = OrderMachine.Decide(null, new PlaceOrder(request, now), new OrderProtocol()).Order!;
        return placed with { Status = OrderStatus.New, VenueOrderId = "v-1", SendAt = now, AcceptedAt = now, Attempt = 1, Outbox = [] };
    }
}
