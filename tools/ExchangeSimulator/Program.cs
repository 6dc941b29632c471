using System.Globalization;
using Trading.Exchanges.Remote.Wire;
using Trading.ExchangeSimulator;
using Trading.ExchangeSimulator.Endpoints;
using Trading.ExchangeSimulator.Ledger;
using Trading.ExchangeSimulator.Pushes;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:5090");
}

builder.Services.ConfigureHttpJsonOptions(options => VenueJson.Configure(options.SerializerOptions));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<PushBoard>();
builder.Services.AddOptions<SimulatorOptions>().BindConfiguration(SimulatorOptions.Section).ValidateDataAnnotations().ValidateOnStart();

var settings = builder.Configuration.GetSection(SimulatorOptions.Section).Get<SimulatorOptions>() ?? new();
var (journal, state) = Journal.Open(settings.DataDirectory, settings.InputMiBMax * 1_048_576L);
await using var _ = journal;
builder.Services.AddSingleton(services => new Exchange(state, journal, services.GetRequiredService<PushBoard>(), services.GetRequiredService<TimeProvider>()));

var app = builder.Build();
app.Use((context, next) =>
{
    var exchange = context.RequestServices.GetRequiredService<Exchange>();
    context.Response.OnStarting(() =>
    {
        context.Response.Headers[WireCodes.TimeHeader] = exchange.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });
    return next(context);
});
app.MapVenue();
app.MapStream();
app.MapControl();

await app.StartAsync();
Console.WriteLine($"listening on {app.Urls.First()}");
if (await Task.WhenAny(app.WaitForShutdownAsync(), journal.Writing) == journal.Writing)
{
    // Nothing can be promised any more.
    await app.StopAsync();
    await journal.Writing;
}
