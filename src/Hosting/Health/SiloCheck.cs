using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Trading.Hosting.Health;

/// <summary>Whether this silo is a member in good standing.</summary>
internal sealed class SiloCheck(ISiloStatusOracle membership) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(membership.CurrentStatus is SiloStatus.Active
            ? HealthCheckResult.Healthy($"{membership.GetApproximateSiloStatuses(onlyActive: true).Count} active silo(s).")
            : HealthCheckResult.Unhealthy($"This silo is {membership.CurrentStatus}."));
}
