using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Providers;
using Orleans.Storage;
using Trading.Hosting;
using Trading.Hosting.Orleans;
using Trading.Hosting.Settings;
using Trading.Hosting.Storage;
using Trading.Storage;
using Trading.Testing;

namespace Trading.Benchmarks.Silo;

/// <summary>A silo in this process, composed as the hosts compose theirs, with an ear at its storage.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly WebApplication _host;

    private BenchSilo(WebApplication host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public TradingDatabase Database => _host.Services.GetRequiredService<TradingDatabase>();

    /// <summary>Of grains that nobody has called yet.</summary>
    public async Task StoreAsync<T>(string name, GrainId grain, T state)
        where T : new()
    {
        var storage = _host.Services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
        var stored = new GrainState<T>();
        await storage.ReadStateAsync(name, grain, stored);
        stored.State = state;
        await storage.WriteStateAsync(name, grain, stored);
    }

    public Task RemindAsync(ReminderEntry reminder) => _host.Services.GetRequiredService<IReminderTable>().UpsertRow(reminder);

    public StorageWatch Watch => _host.Services.GetRequiredService<StorageWatch>();

    /// <param name="folder">Of the data: all of them on SQLite.</param>
    /// <param name="connectionString">Of a database on PostgreSQL; null for SQLite.</param>
    /// <param name="configure">What replaces services of the platform.</param>
    public static async Task<BenchSilo> StartAsync(string folder, string? connectionString = null, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [TradingSettings.DataDirectoryKey] = folder,
            [TradingSettings.ConnectionStringKey] = connectionString,
            [TradingSettings.AdminPasswordKey] = "benchmark-lantern-47",

            // A measure that ends stops its silo under load, which is told at length; what goes wrong before is an exception of the measure's own.
            ["Trading:Logging:ConsoleLevel"] = "Fatal",
            ["Trading:Cluster:SiloPort"] = FormattableString.Invariant($"{FreePort.Next()}"),
            ["Trading:Cluster:GatewayPort"] = FormattableString.Invariant($"{FreePort.Next()}"),
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var reader = new SettingsReader(builder.Configuration);
        var settings = TradingSettings.Read(reader, builder.Environment);
        reader.ThrowIfFaulty();
        builder.AddTradingHost(settings, "trading-bench", "http://127.0.0.1:0");
        builder.AddTradingSilo(settings);
        ListenToStorage(builder.Services);
        configure?.Invoke(builder.Services);
        var silo = new BenchSilo(builder.Build());
        try
        {
            await silo._host.PrepareStorageAsync(settings, migrate: true);
            await silo._host.StartAsync();
            return silo;
        }
        catch
        {
            await silo._host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private static void ListenToStorage(IServiceCollection services)
    {
        services.AddSingleton<StorageWatch>();
        var states = services.Last(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
        services.Remove(states);
        services.AddKeyedSingleton<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, (provider, key) => new WatchedGrainStorage(
            (IGrainStorage)states.KeyedImplementationFactory!(provider, key), provider.GetRequiredService<StorageWatch>()));
        var reminders = services.Last(service => service.ServiceType == typeof(IReminderTable));
        services.Remove(reminders);
        services.AddSingleton<IReminderTable>(provider => new WatchedReminderTable(
            (IReminderTable)reminders.ImplementationFactory!(provider), provider.GetRequiredService<StorageWatch>()));
    }
}
