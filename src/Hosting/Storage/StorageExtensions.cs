using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Hosting.Settings;
using Trading.Storage;
using Trading.Storage.Schema;

namespace Trading.Hosting.Storage;

public static class StorageExtensions
{
    /// <summary>Opens the database of the settings and hands it to the container, which closes it.</summary>
    /// <exception cref="StorageInUseException">Another process has the embedded database open.</exception>
    /// <exception cref="SchemaException">The embedded database cannot be written.</exception>
    public static TradingDatabase AddTradingStorage(this IServiceCollection services, TradingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var database = settings.ConnectionString is { } connectionString
            ? TradingDatabase.OpenPostgreSql(connectionString.Reveal(), new PostgreSqlSettings(settings.DatabasePoolMax))
            : TradingDatabase.OpenSqlite(settings.DataDirectory);

        // By a factory, because the container disposes only what it made.
        services.AddSingleton(_ => database);
        return database;
    }

    /// <summary>
    /// Makes sure that the schema is the one this program was built for. Embedded and in Development it is brought there;
    /// elsewhere an operator decides when (<c>--migrate</c>).
    /// </summary>
    /// <exception cref="SchemaException">It is not, and what is wrong.</exception>
    public static async Task PrepareStorageAsync(this IHost host, TradingSettings settings, bool migrate)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(settings);
        var database = host.Services.GetRequiredService<TradingDatabase>();
        if (migrate || settings.IsEmbedded || settings.IsDevelopment)
        {
            await SchemaMigrator.ApplyAsync(database);
        }

        await SchemaMigrator.CheckAsync(database);
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StorageExtensions)).StorageReady(database.Engine.ToString());
    }
}
