using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Providers;
using Orleans.Storage;
using Trading.Exchanges.Remote;
using Trading.Grains;
using Trading.Hosting.Settings;
using Trading.Hosting.Storage;
using Trading.Hosting.Users;
using Trading.Storage;

namespace Trading.Hosting.Orleans;

public static class TradingSiloExtensions
{
    /// <summary>
    /// A question to a silo that died is asked again after this: shorter than the failover that is promised.
    /// No call takes long; long work is handed to a worker.
    /// </summary>
    internal static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Far above what works at one time; what is not in it is asked for.</summary>
    private const int DirectoryCacheSize = 10_000;

    private const string GuardedStorage = "guarded";
    private const string ReadingStorage = "reading";

    /// <summary>A silo with every grain of the platform: alone on SQLite when no cluster is configured, else one of many on PostgreSQL.</summary>
    public static void AddTradingSilo(this IHostApplicationBuilder builder, TradingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        var database = builder.Services.AddTradingStorage(settings);
        builder.UseOrleans(silo =>
        {
            if (settings.IsEmbedded)
            {
                UseLoopback(silo, settings.Cluster);
            }
            else
            {
                UseCluster(silo, settings.Cluster, database);
            }

            UseStorage(silo, database);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            silo.AddActivityPropagation();
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddTradingGrains(settings.ImportDirectory);
        if (settings.PaperVenueUrl is { } venue)
        {
            builder.Services.AddRemoteVenue(new RemoteVenueOptions { Address = venue });
        }

        builder.Services.AddHostedService<FirstAdministrator>();
    }

    private static void UseLoopback(ISiloBuilder silo, ClusterSettings cluster)
    {
        // Nobody else connects to an embedded silo, so any free port does, and a second instance beside it is no conflict.
        silo.UseLocalhostClustering(cluster.SiloPort ?? FreePort(), cluster.GatewayPort ?? 0, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
    }

    private static void UseCluster(ISiloBuilder silo, ClusterSettings cluster, TradingDatabase database)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (database.OrleansInvariant, database.Writer));
        silo.ConfigureEndpoints(
            cluster.AdvertisedAddress,
            cluster.SiloPort ?? ClusterSettings.SiloPortDefault,
            cluster.GatewayPort ?? ClusterSettings.GatewayPortDefault,
            listenOnAnyHostAddress: !IPAddress.IsLoopback(cluster.AdvertisedAddress));
        if (Environment.GetEnvironmentVariable("POD_NAME") is { Length: > 0 } pod)
        {
            silo.Configure<SiloOptions>(options => options.SiloName = pod);
        }

        // Where each grain lives is remembered of the last so many, and every order is a grain: at a million, which is the default, memory would grow for days.
        silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = DirectoryCacheSize);

        // Failover in seconds: a dead silo is voted out after three missed probes, and a stale row keeps nobody waiting.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(2);

            // A silo that is short of processor time would give the others up to 8 s a probe.
            options.MaxProbeTimeout = TimeSpan.FromSeconds(2.5);
            options.NumMissedProbesLimit = 3;

            // A silo that joins waits for all that look alive: when all were killed at once, the dead look so for two of these.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedTableIAmAliveLimit = 2;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(4);
            options.DeathVoteExpirationTimeout = TimeSpan.FromSeconds(30);
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
    }

    private static void UseStorage(ISiloBuilder silo, TradingDatabase database)
    {
        AddProvider(silo, GuardedStorage, database.Writer, database);
        AddProvider(silo, ReadingStorage, database.Reader, database);
        silo.Services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (services, _) => new GuardedGrainStorage(
            services.GetRequiredKeyedService<IGrainStorage>(GuardedStorage),
            services.GetRequiredKeyedService<IGrainStorage>(ReadingStorage),
            database,
            services.GetRequiredService<ILogger<GuardedGrainStorage>>()));
        silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        silo.UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (database.OrleansInvariant, database.Writer));
        ShareReminderCommits(silo.Services, database);
        silo.Configure<ReminderOptions>(options => options.RefreshReminderListPeriod = TimeSpan.FromSeconds(5));
    }

    private static void AddProvider(ISiloBuilder silo, string name, DbDataSource source, TradingDatabase database) => silo.AddAdoNetGrainStorage(name, options =>
    {
        (options.Invariant, options.DataSource) = (database.OrleansInvariant, source);
        options.GrainStorageSerializer = new Storage.JsonGrainStorageSerializer();

        // What is cleared is gone for good: an empty row for each order that ever was would grow without bound.
        options.DeleteStateOnClear = true;
    });

    /// <summary>The provider registers its table by a type of its own.</summary>
    private static void ShareReminderCommits(IServiceCollection services, TradingDatabase database)
    {
        var stock = services.Last(service => service.ServiceType == typeof(IReminderTable));
        services.Remove(stock);
        services.AddSingleton<IReminderTable>(provider => new Storage.SharedReminderTable(
            (IReminderTable)ActivatorUtilities.CreateInstance(provider, stock.ImplementationType!), database));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
