using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using Trading.Hosting.Settings;
using Trading.Hosting.Storage;
using Trading.Hosting.Users;

namespace Trading.Hosting.Orleans;

public static class TradingClientExtensions
{
    /// <summary>A client of the cluster on PostgreSQL, and the database for queries.</summary>
    public static void AddTradingClient(this IHostApplicationBuilder builder, TradingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        var database = builder.Services.AddTradingStorage(settings);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Cluster.ClusterId, settings.Cluster.ServiceId));
            client.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (database.OrleansInvariant, database.Writer));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TradingSiloExtensions.ResponseTimeout);
            client.AddActivityPropagation();
            client.AddDashboard(dashboard => dashboard.HideTrace = true);
            client.Services.AddSingleton<IClientConnectionRetryFilter, PatientConnectionRetry>();
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<FirstAdministrator>();
    }

    /// <summary>Waits for the first silo for as long as the process is wanted: the order in which processes start must not matter.</summary>
    private sealed class PatientConnectionRetry(TimeProvider time, ILogger<PatientConnectionRetry> logger) : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            logger.ClusterUnreachable(exception);
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
    }
}
