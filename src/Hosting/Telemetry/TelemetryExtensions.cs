using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Trading.Hosting.Settings;

namespace Trading.Hosting.Telemetry;

public static class TelemetryExtensions
{
    /// <summary>Traces and metrics of HTTP, Orleans, PostgreSQL and our own sources; exported over OTLP when an endpoint is set, metrics always scrapeable.</summary>
    public static void AddTradingTelemetry(this IHostApplicationBuilder builder, TradingSettings settings, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName))
            .WithTracing(tracing =>
            {
                tracing
                    .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TraceRatio)))
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddSource("Microsoft.Orleans.*")
                    .AddSource("Trading.*");
                if (settings.OtlpEndpoint is not null)
                {
                    tracing.AddOtlpExporter();
                }
            })
            .WithMetrics(metrics =>
            {
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Microsoft.Orleans")
                    .AddMeter("Npgsql")
                    .AddMeter("Trading.*")
                    .AddPrometheusExporter();
                if (settings.OtlpEndpoint is not null)
                {
                    metrics.AddOtlpExporter();
                }
            });
    }
}
