using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Trading.Cluster.Tests.Desk;
using Trading.Grains;
using Trading.Grains.Journal;
using Trading.Grains.Venues;
using Trading.Hosting.Storage;

namespace Trading.Cluster.Tests.Venues;

/// <summary>A silo whose accounts trade at venues of its own, by the wall clock.</summary>
public sealed class VenueCluster : IAsyncLifetime
{
    internal RecordedJournal Journal { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IClusterClient Client => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorageAsDefault(options => options.GrainStorageSerializer = new JsonGrainStorageSerializer());
            silo.Services.AddTradingMarkets();
            silo.Services.AddSingleton<IVenueDirectory, VenueDirectory>();
            silo.Services.AddSingleton<IJournal>(Journal);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
