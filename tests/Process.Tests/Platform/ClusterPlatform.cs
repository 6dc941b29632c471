using System.Globalization;
using Trading.Testing;

namespace Trading.Process.Tests.Platform;

/// <summary>PostgreSQL, two silos and the API, each a process of its own, migrated and started as docker/compose.yaml does.</summary>
internal sealed class ClusterPlatform : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MigrateLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly PublishedOutput _published;
    private readonly List<HostProcess> _hosts = [];
    private PrivatePostgres? _postgres;
    private HostProcess? _apiHost;
    private TradingApi? _api;

    private ClusterPlatform(PublishedOutput published) => _published = published;

    public List<HostProcess> Silos { get; } = [];

    public HostProcess ApiHost => _apiHost ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Signed in as the administrator.</summary>
    public TradingApi Api => _api ?? throw new InvalidOperationException("It does not run.");

    public string ConnectionString { get; private set; } = "";

    public static async Task<ClusterPlatform> StartAsync(PublishedOutput published)
    {
        var platform = new ClusterPlatform(published);
        try
        {
            await platform.StartAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another silo and waits until it is ready.</summary>
    public async Task<HostProcess> AddSiloAsync()
    {
        var silo = StartSilo();
        await silo.ReadyAsync(ReadyLimit);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await KeepLogsAsync();
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Whoever looks at a test that failed wants to know what the processes had to say.</summary>
    private async Task KeepLogsAsync()
    {
        var folder = Path.Combine(PublishedOutput.LogFolder, TestContext.Current.TestMethod?.MethodName ?? "cluster");
        Directory.CreateDirectory(folder);
        foreach (var host in _hosts)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{host.Name}.log"), host.Output);
        }
    }

    private async Task StartAsync()
    {
        _postgres = await PrivatePostgres.StartAsync();
        ConnectionString = await _postgres.CreateDatabaseAsync();
        var migration = Run("the migration", _published.Silo, url: null, Settings(), "--migrate");
        Assert.True(await migration.ExitAsync(MigrateLimit) == 0, migration.Output);

        // Together, in no order: none may depend on another being there first.
        StartSilo();
        StartSilo();
        var settings = Settings();
        settings["Trading__Auth__SigningKeyFile"] = PlatformSettings.WriteSigningKey(_folder.Path);
        _apiHost = Run("the API", _published.Api, Loopback.NextUrl(), settings);
        foreach (var host in (HostProcess[])[.. Silos, _apiHost])
        {
            await host.ReadyAsync(ReadyLimit);
        }

        _api = new TradingApi(_apiHost.Url!);
        await _api.SignInAsync();
    }

    private HostProcess StartSilo()
    {
        var settings = Settings();
        settings["Trading__Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["Trading__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["TRADING_ADMIN_PASSWORD"] = PlatformSettings.AdminPassword;
        var silo = Run(FormattableString.Invariant($"silo {Silos.Count + 1}"), _published.Silo, Loopback.NextUrl(), settings);
        Silos.Add(silo);
        return silo;
    }

    private Dictionary<string, string> Settings() => PlatformSettings.Clustered(_folder.Path, ConnectionString);

    private HostProcess Run(
        string name, string assembly, Uri? url, Dictionary<string, string> settings, params ReadOnlySpan<string> arguments)
    {
        var host = HostProcess.Start(name, assembly, url, settings, arguments);
        _hosts.Add(host);
        return host;
    }
}
