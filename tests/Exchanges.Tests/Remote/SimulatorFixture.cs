using Microsoft.Extensions.DependencyInjection;
using Trading.Exchanges.Remote;
using Trading.Testing;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>One exchange process for many tests, and the platform's client to it. A fresh account for each test is the isolation.</summary>
public sealed class SimulatorFixture : IAsyncLifetime
{
    // Far from what is asked of it: a busy machine must not decide a test.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);

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
        .AddRemoteVenue(new RemoteVenueOptions { Address = address, AnswerLimit = answerLimit ?? AnswerLimit, ReceiveWindow = TimeSpan.FromSeconds(20) })
        .BuildServiceProvider();
}
