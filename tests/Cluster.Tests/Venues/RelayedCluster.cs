using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Storage;
using Orleans.TestingHost;
using Trading.Cluster.Tests.Desk;
using Trading.Exchanges.Remote;
using Trading.Grains;
using Trading.Grains.Journal;
using Trading.Grains.Venues;
using Trading.Testing;

namespace Trading.Cluster.Tests.Venues;

/// <summary>A silo whose accounts trade at the exchange simulator, a process of its own. Both go by the wall clock.</summary>
public sealed class RelayedCluster : IAsyncLifetime
{
    private const string InnerStorage = "inner";

    private readonly TemporaryFolder _folder = new();
    private ExchangeSimulatorProcess _simulator = null!;

    internal StorageFaults Faults { get; } = new();

    internal RecordedJournal Journal { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IClusterClient Client => Cluster.Client;

    /// <summary>The simulator itself: its faults and its ledger.</summary>
    public HttpClient Simulator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await ExchangeSimulatorProcess.StartAsync(_folder.Path);
        Simulator = new HttpClient { BaseAddress = _simulator.Address };
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage(InnerStorage, options => options.GrainStorageSerializer = new Trading.Hosting.Storage.JsonGrainStorageSerializer());
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                (services, _) => new FaultyGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(InnerStorage), Faults));
            silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
            silo.Services.AddTradingMarkets();
            silo.Services.AddSingleton<IVenueDirectory, VenueDirectory>();
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddRemoteVenue(new RemoteVenueOptions { Address = _simulator.Address });
            silo.AddOutgoingGrainCallFilter(new AwaitedEdges());
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    /// <summary>The simulator is killed and comes back on its address.</summary>
    public async Task KillSimulatorAsync(Func<Task> meanwhile)
    {
        var address = _simulator.Address;
        await _simulator.KillAsync();
        await _simulator.DisposeAsync();
        try
        {
            await meanwhile();
        }
        finally
        {
            _simulator = await ExchangeSimulatorProcess.StartAsync(_folder.Path, address);
        }
    }

    public async Task FaultAsync(string account, string kind, string? on = null, int next = 1)
    {
        using var answer = await Simulator.PostAsJsonAsync("faults", new { kind, next, account, on });
        Assert.Equal(204, (int)answer.StatusCode);
    }

    /// <summary>Somebody trades on the account past us, or the exchange takes its position.</summary>
    public async Task ByHandAsync(string account, decimal quantity = 0m, bool liquidate = false)
    {
        using var answer = await Simulator.PostAsJsonAsync("positions", new { account, symbol = Trader.Btc.Value, quantity, liquidate });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Lines of one order in the simulator's ledger, by kind; faults left out.</summary>
    public async Task<string[]> LedgerOfAsync(string account, string orderId) =>
    [
        .. (await LedgerAsync(account)).Where(line => line.TryGetProperty("orderId", out var id) && id.GetString() == orderId)
            .Select(line => line.GetProperty("kind").GetString()!).Where(kind => kind is not "fault"),
    ];

    /// <summary>How often a fault struck an account.</summary>
    public async Task<int> StruckAsync(string account, string kind) =>
        (await LedgerAsync(account)).Count(line => line.GetProperty("kind").GetString() is "fault" && line.GetProperty("code").GetString() == kind);

    public async ValueTask DisposeAsync()
    {
        Simulator.Dispose();
        await Cluster.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<List<JsonElement>> LedgerAsync(string account) =>
        [.. (await Simulator.GetStringAsync($"ledger?account={account}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
