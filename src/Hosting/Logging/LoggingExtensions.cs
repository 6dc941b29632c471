using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Trading.Hosting.Settings;

namespace Trading.Hosting.Logging;

public static class LoggingExtensions
{
    private const string ReadableTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary>Readable text in Development, compact JSON elsewhere; levels can be set under <c>Serilog</c>, further sinks come from the container.</summary>
    public static void AddTradingLogging(this IHostApplicationBuilder builder, TradingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        builder.Logging.ClearProviders();
        // A logger of the host's own: a second host in one process must not take its lines.
        builder.Services.AddSerilog((services, logging) =>
        {
            logging
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
                .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .Enrich.FromLogContext()
                .Enrich.With<TraceIdEnricher>()
                .Destructure.With<SecretDestructuringPolicy>()
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services);
            if (builder.Environment.IsDevelopment())
            {
                logging.WriteTo.Console(settings.ConsoleLevel, ReadableTemplate, CultureInfo.InvariantCulture);
            }
            else
            {
                logging.WriteTo.Console(new RenderedCompactJsonFormatter(), settings.ConsoleLevel);
            }
        }, preserveStaticLogger: true);
    }
}
