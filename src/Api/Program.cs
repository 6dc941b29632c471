using Orleans.Dashboard;
using Trading.Api;
using Trading.Api.Alerts.Channels;
using Trading.Api.Datasets;
using Trading.Api.OpenApi;
using Trading.Api.RateLimiting;
using Trading.Api.Security;
using Trading.Hosting;
using Trading.Hosting.Health;
using Trading.Hosting.Orleans;
using Trading.Hosting.Settings;
using Trading.Hosting.Start;
using Trading.Hosting.Storage;

const string DefaultUrl = "http://127.0.0.1:5080";

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
    var api = new ApiSettings(
        AuthSettings.Read(builder.Configuration, builder.Environment, settings.DataDirectory, reader.Fault),
        RateLimitSettings.Read(reader.Number),
        ImportSettings.Read(settings.ImportDirectory, reader.Number),
        AlertSettings.Read(reader.Number, reader.List, reader.Fault),
        SealingSettings.Read(builder.Configuration, builder.Environment, settings.DataDirectory, reader.Fault),
        CorsOrigins.Read(reader.List(CorsOrigins.Key), reader.Fault));
    reader.ThrowIfFaulty();

    builder.AddTradingHost(settings, "trading-api", DefaultUrl);
    if (settings.IsEmbedded)
    {
        builder.AddTradingSilo(settings);
    }
    else
    {
        builder.AddTradingClient(settings);
    }

    builder.Services.AddTradingHealth(hasSilo: settings.IsEmbedded);
    builder.AddTradingApi(api);

    await using var app = builder.Build();
    await app.PrepareStorageAsync(settings, options.IsMigration);
    if (options.IsMigration)
    {
        return 0;
    }

    app.RequireFreeAddresses(hasSilo: settings.IsEmbedded);

    app.UseTradingApi();
    app.MapTradingApi();
    var (live, ready) = app.MapHealthProbes();
    live.WithExamples(answer: new HealthAnswer("live"));
    ready.WithExamples(answer: new HealthAnswer("ready"));
    app.MapHealthDetail().RequireAuthorization(Policies.Overseer)
        .WithExamples(answer: new HealthAnswer("healthy", [new HealthFinding("storage", "healthy", Detail: null, DurationMs: 0.4)]));
    app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Overseer);
    app.MapOrleansDashboard("/dashboard").RequireAuthorization(Policies.Admin).ExcludeFromDescription();
    app.RequirePolicies();
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (StartRefusal.Is(refusal))
{
    return StartRefusal.Say(refusal, builder.Environment);
}
