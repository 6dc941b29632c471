using Trading.Domain.Orders;
using Trading.Grains.Orders;

namespace Trading.Benchmarks.Silo;

/// <summary>Writes an order's state, and nothing else: what every step of an order's life stands on.</summary>
[Alias("bench-state-writer")]
internal interface IStateWriterGrain : IGrainWithStringKey
{
    [Alias("prepare")]
    Task Prepare(Order order, OrderContext context);

    [Alias("write")]
    Task Write();
}

[GrainType("bench-state-writer")]
internal sealed class StateWriterGrain([PersistentState("order")] IPersistentState<OrderState> storage, TimeProvider time) : Grain, IStateWriterGrain
{
    public Task Prepare(Order order, OrderContext context)
    {
        (storage.State.Order, storage.State.Context) = (order, context);
        return Task.CompletedTask;
    }

    public Task Write()
    {
        storage.State.Order = storage.State.Order! with { UpdatedAt = time.GetUtcNow() };
        return storage.WriteStateAsync();
    }
}
