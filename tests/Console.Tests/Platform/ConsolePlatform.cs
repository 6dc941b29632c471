using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Trading.Testing;

namespace Trading.Console.Tests.Platform;

/// <summary>The whole platform in this process, on loopback, with one administrator.</summary>
internal sealed class ConsolePlatform : WebApplicationFactory<Program>
{
    public const string AdminPassword = "Admin-river-42-stones";

    private readonly TemporaryFolder _data = new();

    public Uri Address => ClientOptions.BaseAddress;

    public void Start()
    {
        UseKestrel(0);
        StartServer();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Trading:DataDirectory", _data.Path);
        builder.UseSetting("TRADING_ADMIN_PASSWORD", AdminPassword);
        builder.UseSetting("Trading:Logging:ConsoleLevel", "Fatal");
    }
}
