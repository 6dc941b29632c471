using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Trading.Console.Tests.Platform.Desk))]

namespace Trading.Console.Tests.Platform;

/// <summary>A platform and the system's Chromium beside it; each visit is a browser of its own without cookies.</summary>
public sealed class Desk : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly ConsolePlatform _platform = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _platform.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet, Timeout = Visit.PatienceMs });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _platform.DisposeAsync();
    }

    public Task<Visit> VisitAsync() => Visit.BeginAsync(_browser!, _platform.Address);
}
