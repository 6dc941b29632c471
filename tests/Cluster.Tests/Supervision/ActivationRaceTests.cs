using Trading.Cluster.Tests.Desk;
using Trading.Cluster.Tests.LockStep;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Placement;

namespace Trading.Cluster.Tests.Supervision;

/// <summary>Whoever calls first, and from wherever: a grain is once in the cluster.</summary>
public sealed class ActivationRaceTests
{
    private const int Calls = 50;
    private const int Rounds = 20;

    [Fact]
    public async Task Fifty_activations_at_once_are_one()
    {
        await using var cluster = await MortalCluster.StartAsync();
        var orders = Enumerable.Range(0, Rounds).Select(round => GrainKeys.ForOrder($"ord-{new string('a', 27)}{(char)('a' + round)}")).ToArray();

        foreach (var order in orders)
        {
            await AllAtOnceAsync(cluster, silo => silo.GetGrain<IOrderGrain>(order).Find());
        }

        Assert.Equal(orders, await ActivationsAsync(cluster, "order"));
    }

    [Fact]
    public async Task Fifty_starts_of_an_instance_at_once_are_one()
    {
        await using var cluster = await MortalCluster.StartAsync();
        var started = new List<string>();

        for (var round = 0; round < Rounds; round++)
        {
            var session = $"ses-start{(char)('a' + round)}aaaaaaaaaa";
            var instance = GrainKeys.ForStrategy(session, "quick", Trader.Btc);
            started.Add(instance);
            await AllAtOnceAsync(cluster, silo =>
            {
                FeedContext.Set(session);
                return silo.GetGrain<IStrategyGrain>(instance).Start(SetupOf(session));
            });
        }

        Assert.Equal(started, await ActivationsAsync(cluster, "strategy"));
        foreach (var instance in started)
        {
            Assert.Equal(1, cluster.WritesOf(instance));
        }
    }

    private static Task AllAtOnceAsync(MortalCluster cluster, Func<IGrainFactory, Task> call) =>
        Task.WhenAll(Enumerable.Range(0, Calls).Select(number => Task.Run(() => call(cluster.Silos[number % cluster.Silos.Count]))));

    /// <summary>Keys of all activations of a type, on every silo.</summary>
    private static async Task<IEnumerable<string>> ActivationsAsync(MortalCluster cluster, string type) =>
        (await cluster.Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics())
            .Where(activation => activation.GrainId.Type.ToString() == type)
            .Select(activation => activation.GrainId.Key.ToString()!)
            .Order(StringComparer.Ordinal);

    private static InstanceSetup SetupOf(string session) => new(
        "alice", session, GrainKeys.ForSessionAccount(session), "quick", 1, ReplayedPaperTests.Quick, 0, "simulated", session, Clock: null, 0.001m,
        new VenueOpeningMarket(Trader.Instrument, 1, 3, HasTrades: true, HasBook: true, HasMark: true, HasFunding: false, null), DateTimeOffset.UnixEpoch);
}
