using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using Trading.Cluster.Tests.Desk;
using Trading.Domain.MarketData.Feeds;
using Trading.Grains;
using Trading.Grains.Journal;
using Trading.Hosting.Storage;

namespace Trading.Cluster.Tests.Markets;

/// <summary>A silo whose feeds bring what tests say, on a clock that only tests move.</summary>
public sealed class FedCluster : IAsyncLifetime
{
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    internal RecordedJournal Journal { get; } = new();

    internal ScriptedFeeds Feeds { get; } = new();

    internal TakenBatches Taken { get; } = new();

    internal MarketMeasurements Measurements { get; private set; } = null!;

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IClusterClient Client => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorageAsDefault(options => options.GrainStorageSerializer = new JsonGrainStorageSerializer());
            silo.Services.AddTradingMarkets();
            silo.Services.AddSingleton<IMarketFeeds>(Feeds);
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.AddActivityPropagation();
            silo.AddIncomingGrainCallFilter(Taken);
        });
        builder.ConfigureClient(client => client.AddActivityPropagation());
        Cluster = builder.Build();
        await Cluster.DeployAsync();
        Measurements = new MarketMeasurements(Cluster.GetSiloServiceProvider());
    }

    public async ValueTask DisposeAsync()
    {
        Measurements.Dispose();
        await Cluster.DisposeAsync();
    }
}
