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
    private const string ReadableTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj} {trace_id}{NewLine}{Exception}";

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
                // It writes each attempt that is repeated as an error; what comes of a request is said by whoever made it.
                .MinimumLevel.Override("Polly", LogEventLevel.Fatal)
                .Enrich.FromLogContext()
                .Enrich.With<TraceIdEnricher>()
                .Destructure.With<SecretDestructuringPolicy>()
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services)
                .WriteToConsole(builder.Environment, settings.ConsoleLevel);
        }, preserveStaticLogger: true);
    }

    /// <summary>One sink for all that a host says, whether or not it has come as far as its container.</summary>
    internal static LoggerConfiguration WriteToConsole(
        this LoggerConfiguration logging, IHostEnvironment environment, LogEventLevel level = LogEventLevel.Verbose) => environment.IsDevelopment()
        ? logging.WriteTo.Console(level, ReadableTemplate, CultureInfo.InvariantCulture)
        : logging.WriteTo.Console(new RenderedCompactJsonFormatter(), level);
}
