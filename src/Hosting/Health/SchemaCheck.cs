using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trading.Storage;
using Trading.Storage.Schema;

namespace Trading.Hosting.Health;

internal sealed class SchemaCheck(TradingDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await SchemaMigrator.CheckAsync(database, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (SchemaException fault)
        {
            return HealthCheckResult.Unhealthy(string.Join(" ", fault.Faults));
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            return HealthCheckResult.Unhealthy("The database cannot be reached.");
        }
    }
}
