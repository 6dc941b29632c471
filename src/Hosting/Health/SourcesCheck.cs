using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Operations;

namespace Trading.Hosting.Health;

/// <summary>Feeds and venues that are silent, on whichever silo they are listened to. Never part of readiness: cancels, stops and exits stay reachable.</summary>
internal sealed class SourcesCheck(IGrainFactory grains) : IHealthCheck
{
    private const int NamedMax = 10;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var silences = await grains.GetGrain<ISilencesGrain>(GrainKeys.ForSilences()).List().WaitAsync(cancellationToken);
            return silences.IsEmpty
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    $"Silent: {string.Join(", ", silences.Take(NamedMax).Select(silence => FormattableString.Invariant($"{silence.Source} since {silence.Since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}")))}"
                    + (silences.Length > NamedMax ? $" and {silences.Length - NamedMax} more." : "."));
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return HealthCheckResult.Degraded("No silo answers what is silent.");
        }
    }
}
