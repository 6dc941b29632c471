using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;
using Orleans.TestingHost;
using Trading.Grains;
using Trading.Grains.Journal;
using Trading.Grains.Sessions;
using Trading.Grains.Venues;
using Trading.Storage;
using Trading.Storage.Accounts;
using Trading.Storage.Journal;
using Trading.Storage.Results;
using Trading.Storage.Schema;
using Trading.Testing;

namespace Trading.Cluster.Tests.LockStep;

/// <summary>Two silos in this process that are there to be killed, over one storage and one database that are not.</summary>
internal sealed class MortalCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutlivingStorage _storage = new();
    private readonly TradingDatabase _database;
    private readonly InProcessTestCluster _cluster;

    private MortalCluster(bool hasSessions)
    {
        _database = TradingDatabase.OpenSqlite(_folder.Path);
        Journal = new JournalWriter(new LiveJournalStore(_database), NullLogger<JournalWriter>.Instance);
        Results = new ResultQueries(_database);
        Reports = new SessionReports(Results, new AccountStore(_database), new ResultStore(_database));
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.UseInMemoryReminderService();
            silo.Services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, _storage);
            silo.Services.AddSingleton<IGrainStorage>(_storage);
            if (hasSessions)
            {
                silo.Services.AddSingleton(_database);
                var own = new ServiceCollection().AddTradingGrains(_folder.Path);
                foreach (var service in own)
                {
                    silo.Services.Add(service.ServiceType == typeof(IHostedService) ? MortalService.Of(service) : service);
                }

            }
            else
            {
                silo.Services.AddTradingMarkets();
                silo.Services.AddSingleton<IVenueDirectory, VenueDirectory>();
                silo.Services.AddSingleton<IJournal>(Journal);
            }

            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
            });
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = CallLimit);
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = CallLimit));
        _cluster = builder.Build();
    }

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>What each silo calls grains by.</summary>
    public IReadOnlyList<IGrainFactory> Silos => [.. _cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>())];

    /// <summary>Writes of the grain with this key.</summary>
    public int WritesOf(string grainKey) => _storage.WritesOf(grainKey);

    public JournalWriter Journal { get; }

    public SessionReports Reports { get; }

    public ResultQueries Results { get; }

    /// <param name="hasSessions">With all that sessions need on each silo, their workers and supervisors too; else a test is the worker.</param>
    public static async Task<MortalCluster> StartAsync(bool hasSessions = false)
    {
        var cluster = new MortalCluster(hasSessions);
        await SchemaMigrator.ApplyAsync(cluster._database);
        await cluster.Journal.StartAsync(CancellationToken.None);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Kills one of the silos and starts another.</summary>
    public Task ReplaceAsync(int silo) => ReplaceAsync(_cluster.Silos[silo % _cluster.Silos.Count]);

    /// <summary>Kills the silo that has a grain and starts another.</summary>
    /// <returns>Where it was.</returns>
    public async Task<SiloAddress> ReplaceHostAsync(IAddressable grain)
    {
        var address = await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain) ?? throw new InvalidOperationException("It is nowhere.");
        await ReplaceAsync(_cluster.Silos.Single(silo => silo.SiloAddress.Equals(address)));
        return address;
    }

    private async Task ReplaceAsync(InProcessSiloHandle silo)
    {
        await _cluster.KillSiloAsync(silo);
        await _cluster.StartAdditionalSiloAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await Journal.StopAsync(CancellationToken.None);
        Journal.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
