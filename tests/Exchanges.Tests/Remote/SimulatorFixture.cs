using Microsoft.Extensions.DependencyInjection;
using Trading.Exchanges.Remote;
using Trading.Testing;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>One exchange process for a class of tests, and the platform's client to it. A fresh account for each test is the isolation.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ExchangeSimulatorProcess _process = null!;
    private int _accounts;

    public ServiceProvider Services { get; private set; } = null!;

    public HttpClient Control { get; private set; } = null!;

    public string NextAccount() => FormattableString.Invariant($"acc-test:{Interlocked.Increment(ref _accounts)}");

    public async ValueTask InitializeAsync()
    {
        _process = await ExchangeSimulatorProcess.StartAsync(_folder.Path);
        Services = Connect(_process.Address);
        Control = new HttpClient { BaseAddress = _process.Address };
    }

    public async Task KillAndRestartAsync()
    {
        var address = _process.Address;
        await _process.KillAsync();
        await _process.DisposeAsync();
        _process = await ExchangeSimulatorProcess.StartAsync(_folder.Path, address);
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        await Services.DisposeAsync();
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The platform's client to a venue at an address.</summary>
    internal static ServiceProvider Connect(Uri address, TimeSpan? answerLimit = null) => new ServiceCollection()
        .AddRemoteVenue(new RemoteVenueOptions { Address = address, AnswerLimit = answerLimit ?? TimeSpan.FromSeconds(30) })
        .BuildServiceProvider();
}
