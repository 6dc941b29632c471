using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Trading.Hosting.Logging;
using Trading.Hosting.Settings;
using Trading.Hosting.Telemetry;
using Trading.Hosting.Users;

namespace Trading.Hosting;

public static class HostExtensions
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] AddressKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>What both hosts share: logs, telemetry, the time to stop in, and an address that nobody else reaches unless told otherwise.</summary>
    public static void AddTradingHost(this WebApplicationBuilder builder, TradingSettings settings, string serviceName, string defaultUrl)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTradingLogging(settings);
        builder.AddTradingTelemetry(settings, serviceName);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(settings);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(new OperatorConsole(Console.Out));
        var isAddressGiven = AddressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isAddressGiven)
        {
            builder.WebHost.UseUrls(defaultUrl);
        }
    }
}
