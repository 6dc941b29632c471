using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Trading.Hosting.Health;

public static class HealthExtensions
{
    private const string Ready = "ready";
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Schema, storage and cluster decide readiness; a check that adds no <c>ready</c> tag shows in the detail only.</summary>
    public static void AddTradingHealth(this IServiceCollection services, bool hasSilo)
    {
        var checks = services.AddHealthChecks()
            .AddCheck<ShutdownCheck>("shutdown", tags: [Ready], timeout: CheckTimeout)
            .AddCheck<SchemaCheck>("schema", tags: [Ready], timeout: CheckTimeout)
            .AddCheck<StorageCheck>("storage", tags: [Ready], timeout: CheckTimeout)
            .AddCheck<SourcesCheck>("sources", timeout: CheckTimeout);
        if (hasSilo)
        {
            checks.AddCheck<SiloCheck>("cluster", tags: [Ready], timeout: CheckTimeout);
        }
        else
        {
            checks.AddCheck<ClusterClientCheck>("cluster", tags: [Ready], timeout: CheckTimeout);
        }

        services.AddSingleton<ShutdownCheck>();
        services.AddSingleton<SchemaCheck>();
    }

    /// <summary>Live and ready, open to all; they say nothing but yes or no.</summary>
    public static (RouteHandlerBuilder Live, RouteHandlerBuilder Ready) MapHealthProbes(this IEndpointRouteBuilder routes)
    {
        // Live touches nothing: a process that waits for its storage must not be killed for it.
        var live = routes.MapGet("/health/live", () => TypedResults.Ok(new HealthAnswer("live")))
            .WithName("GetHealthLive").WithTags("Operations").WithSummary("The process runs.").AllowAnonymous();
        var ready = routes.MapGet("/health/ready", async (HealthCheckService checks, CancellationToken cancellation) =>
            {
                var report = await checks.CheckHealthAsync(check => check.Tags.Contains(Ready), cancellation);
                return report.Status is HealthStatus.Healthy
                    ? Results.Ok(new HealthAnswer("ready"))
                    : Results.Json(new HealthAnswer("not_ready"), statusCode: StatusCodes.Status503ServiceUnavailable);
            })
            .Produces<HealthAnswer>()
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
            .WithName("GetHealthReady").WithTags("Operations").WithSummary("Schema, storage and cluster are usable.").AllowAnonymous();
        return (live, ready);
    }

    /// <summary>Every check with its finding. The caller names the policy.</summary>
    public static RouteHandlerBuilder MapHealthDetail(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", async (HealthCheckService checks, CancellationToken cancellation) =>
            {
                var report = await checks.CheckHealthAsync(cancellation);
                return TypedResults.Ok(new HealthAnswer(
                    NameOf(report.Status),
                    [.. report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new HealthFinding(
                        entry.Key, NameOf(entry.Value.Status), entry.Value.Description, entry.Value.Duration.TotalMilliseconds))]));
            })
            .WithName("GetHealth").WithTags("Operations").WithSummary("Every check with its finding.");

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

/// <param name="Status"><c>live</c>, <c>ready</c>, <c>not_ready</c>, or for the detail <c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>.</param>
public sealed record HealthAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<HealthFinding>? Checks = null);

public sealed record HealthFinding(string Name, string Status, string? Detail, double DurationMs);
