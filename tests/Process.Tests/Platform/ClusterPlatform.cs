using Trading.Testing;

namespace Trading.Process.Tests.Platform;

/// <summary>A cluster of the published hosts, with a client of it; the words of its hosts are kept until the next run.</summary>
internal sealed class ClusterPlatform : IAsyncDisposable
{
    private readonly HostCluster _hosts;
    private readonly TradingApi _api;

    private ClusterPlatform(HostCluster hosts) => (_hosts, _api) = (hosts, new TradingApi(hosts.ApiHost.Url!));

    public List<HostProcess> Silos => _hosts.Silos;

    public HostProcess ApiHost => _hosts.ApiHost;

    /// <summary>Of the first API, signed in as the administrator.</summary>
    public TradingApi Api => _api;

    public string ConnectionString => _hosts.ConnectionString;

    public PrivatePostgres Postgres => _hosts.Postgres;

    /// <param name="siloSettings">Of every silo, beyond the usual.</param>
    public static async Task<ClusterPlatform> StartAsync(PublishedOutput published, IReadOnlyDictionary<string, string>? siloSettings = null)
    {
        var platform = new ClusterPlatform(await HostCluster.StartAsync(new HostAssemblies(published.Api, published.Silo), siloSettings));
        try
        {
            await platform.Api.SignInAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="HostCluster.AddSiloAsync"/>
    public Task<HostProcess> AddSiloAsync() => _hosts.AddSiloAsync();

    /// <inheritdoc cref="HostCluster.StartSilo"/>
    public HostProcess StartSilo() => _hosts.StartSilo();

    /// <inheritdoc cref="HostCluster.ReplaceAsync"/>
    public Task<HostProcess> ReplaceAsync(HostProcess silo) => _hosts.ReplaceAsync(silo);

    /// <inheritdoc cref="HostCluster.ReplaceAllAsync"/>
    public Task ReplaceAllAsync() => _hosts.ReplaceAllAsync();

    /// <inheritdoc cref="HostCluster.KillAllAsync"/>
    public Task KillAllAsync() => _hosts.KillAllAsync();

    /// <inheritdoc cref="HostCluster.StartAll"/>
    public void StartAll() => _hosts.StartAll();

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await KeepLogsAsync();
        await _hosts.DisposeAsync();
    }

    /// <summary>Whoever looks at a test that failed wants to know what the processes had to say.</summary>
    private async Task KeepLogsAsync()
    {
        var folder = Path.Combine(PublishedOutput.LogFolder, TestContext.Current.TestMethod?.MethodName ?? "cluster");
        Directory.CreateDirectory(folder);
        foreach (var host in _hosts.Hosts)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{host.Name}.log"), host.Output);
        }
    }
}
