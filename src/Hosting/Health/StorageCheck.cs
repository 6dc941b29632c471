using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trading.Storage;

namespace Trading.Hosting.Health;

/// <summary>Asks the connection that writes go through, so that a stuck writer shows as well.</summary>
internal sealed class StorageCheck(TradingDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.Writer.OpenConnectionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            return HealthCheckResult.Unhealthy("The database cannot be reached.");
        }
    }
}
