using Trading.Hosting;
using Trading.Hosting.Health;
using Trading.Hosting.Orleans;
using Trading.Hosting.Settings;
using Trading.Hosting.Start;
using Trading.Hosting.Storage;

// Only probes and figures, for the machines that watch it.
const string DefaultUrl = "http://127.0.0.1:5081";

var options = HostArguments.Parse(args);
if (options.ProbeUrl is { } url)
{
    return await HealthProbe.RunAsync(url);
}

var builder = WebApplication.CreateBuilder(options.Rest);
try
{
    var reader = new SettingsReader(builder.Configuration);
    var settings = TradingSettings.Read(reader, builder.Environment);
    if (settings.IsEmbedded)
    {
        reader.Fault(TradingSettings.ConnectionStringKey, "must be set: a silo of its own needs the database of its cluster");
    }

    reader.ThrowIfFaulty();
    builder.AddTradingHost(settings, "trading-silo", DefaultUrl);
    builder.AddTradingSilo(settings);
    builder.Services.AddTradingHealth(hasSilo: true);

    await using var app = builder.Build();
    await app.PrepareStorageAsync(settings, options.IsMigration);
    if (options.IsMigration)
    {
        return 0;
    }

    app.RequireFreeAddresses(hasSilo: true);

    app.MapHealthProbes();
    app.MapPrometheusScrapingEndpoint("/metrics");
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (StartRefusal.Is(refusal))
{
    return StartRefusal.Say(refusal, builder.Environment);
}
