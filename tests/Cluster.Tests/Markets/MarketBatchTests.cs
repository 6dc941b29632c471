using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Cluster.Tests.Markets;

public sealed class MarketBatchTests(TradingCluster cluster)
{
    private static readonly MarketBatch Batch =
        new SyntheticMarket(new SyntheticSpec(Symbol.Parse("BTC_USDT"), SyntheticScenario.PumpAndDump, null, 20, 7)).Next(500);

    [Fact]
    public void Batch_reaches_another_silo_as_it_was()
    {
        var serializer = cluster.Client.ServiceProvider.GetRequiredService<Serializer>();

        var arrived = serializer.Deserialize<MarketBatch>(serializer.SerializeToArray(Batch))!;

        Assert.Equal((Batch.Symbol, Batch.PriceScale, Batch.QuantityScale, Batch.DepthLevels), (arrived.Symbol, arrived.PriceScale, arrived.QuantityScale, arrived.DepthLevels));
        Assert.Equal(Batch.Count, arrived.Count);
        for (var index = 0; index < Batch.Count; index++)
        {
            Assert.Equal(Batch.Events[index], arrived.Events[index]);
            Assert.Equal(Batch.DepthOf(in Batch.Events[index]).ToArray(), arrived.DepthOf(in arrived.Events[index]).ToArray());
        }
    }

    [Fact]
    public void Batch_is_never_copied_inside_a_silo() =>
        Assert.Same(Batch, cluster.Client.ServiceProvider.GetRequiredService<DeepCopier>().Copy(Batch));
}
