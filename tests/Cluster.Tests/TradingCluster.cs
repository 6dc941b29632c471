using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Providers;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;
using Trading.Cluster.Tests.Desk;
using Trading.Grains;
using Trading.Grains.Journal;
using Trading.Storage.Json;

[assembly: AssemblyFixture(typeof(Trading.Cluster.Tests.TradingCluster))]

namespace Trading.Cluster.Tests;

/// <summary>Two silos in this process on a clock that only tests move, and a storage that fails when told to. A fresh key is a test's isolation.</summary>
public sealed class TradingCluster : IAsyncLifetime
{
    private const string InnerStorage = "inner";

    /// <summary>Drives grains, grain timers and reminders; membership and messaging stay on real time, or they would hang.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    internal StorageFaults Faults { get; } = new();

    internal RecordedJournal Journal { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IClusterClient Client => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, Clock);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage(InnerStorage, options => options.GrainStorageSerializer = new StoredAsJson());
            silo.Services.AddTradingMarkets();
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                (services, _) => new FaultyGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(InnerStorage), Faults));
            silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>As production stores it: a state that does not survive JSON must not pass here.</summary>
    private sealed class StoredAsJson : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(GrainStateJson.Serialize(input));

        public T Deserialize<T>(BinaryData input) => GrainStateJson.Deserialize<T>(input.ToMemory().Span)!;
    }
}
