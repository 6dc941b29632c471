using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Trading.Testing;

namespace Trading.Storage.Tests.Orleans;

/// <summary>A silo of each engine, with Orleans' own ADO.NET providers over our statements, as the hosts configure them.</summary>
public sealed class SiloFixture(EnginesFixture engines) : IAsyncLifetime
{
    public const string Clearing = "Default";
    public const string Deleting = "deleting";

    private readonly Dictionary<StorageEngine, IHost> _silos = [];

    public IServiceProvider Services(StorageEngine engine) => _silos[engine].Services;

    public async ValueTask InitializeAsync()
    {
        foreach (var engine in Enum.GetValues<StorageEngine>())
        {
            _silos[engine] = Build(engines.Shared(engine), clusterId: "running");
            await _silos[engine].StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos.Values)
        {
            await silo.StopAsync();
            silo.Dispose();
        }
    }

    public static IHost Build(TradingDatabase database, string clusterId)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = (FreePort.Next(), FreePort.Next());
            if (database.Engine is StorageEngine.Sqlite)
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "trading", clusterId: clusterId);
            }
            else
            {
                silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
                silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("trading", clusterId));
                silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (database.OrleansInvariant, database.Writer));
            }

            silo.AddAdoNetGrainStorage(Clearing, options => Configure(options, database));
            silo.AddAdoNetGrainStorage(Deleting, options =>
            {
                Configure(options, database);
                options.DeleteStateOnClear = true;
            });
            silo.UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (database.OrleansInvariant, database.Writer));
        });
        return builder.Build();
    }

    private static void Configure(AdoNetGrainStorageOptions options, TradingDatabase database)
    {
        options.Invariant = database.OrleansInvariant;
        options.DataSource = database.Writer;
        options.GrainStorageSerializer = new Hosting.Storage.JsonGrainStorageSerializer();
    }
}
