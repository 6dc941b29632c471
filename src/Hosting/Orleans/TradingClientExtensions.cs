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
    /// <summary>
    /// A call that went to a gateway which died, or stands still, is given up after this and asked again by whoever wants it: nobody tells a client
    /// that a call's silo is gone. Half of what silos give each other; what may take longer says so (<c>ResponseTimeout</c> on the method of its interface).
    /// </summary>
    internal static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>One small query each time; a gateway that stands still gets calls until it is missing in the answer.</summary>
    internal static readonly TimeSpan GatewayListRefreshPeriod = TimeSpan.FromSeconds(1);

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
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewayListRefreshPeriod);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
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
