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
    private string _signingKey = "";
    private HostProcess? _apiHost;
    private TradingApi? _api;

    private readonly IReadOnlyDictionary<string, string> _siloSettings;
    private int _silosStarted;

    private ClusterPlatform(PublishedOutput published, IReadOnlyDictionary<string, string> siloSettings) =>
        (_published, _siloSettings) = (published, siloSettings);

    public List<HostProcess> Silos { get; } = [];

    public HostProcess ApiHost => _apiHost ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Signed in as the administrator.</summary>
    public TradingApi Api => _api ?? throw new InvalidOperationException("It does not run.");

    public string ConnectionString { get; private set; } = "";

    public PrivatePostgres Postgres => _postgres ?? throw new InvalidOperationException("It does not run.");

    /// <param name="siloSettings">Of every silo, beyond the usual.</param>
    public static async Task<ClusterPlatform> StartAsync(PublishedOutput published, IReadOnlyDictionary<string, string>? siloSettings = null)
    {
        var platform = new ClusterPlatform(published, siloSettings ?? new Dictionary<string, string>(StringComparer.Ordinal));
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

    /// <summary>Starts another silo on ports of its own and does not wait for it.</summary>
    public HostProcess StartSilo()
    {
        var settings = Settings();
        settings["Trading__Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["Trading__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["TRADING_ADMIN_PASSWORD"] = PlatformSettings.AdminPassword;
        foreach (var (key, value) in _siloSettings)
        {
            settings[key] = value;
        }

        var silo = Run(FormattableString.Invariant($"silo {++_silosStarted}"), _published.Silo, Loopback.NextUrl(), settings);
        Silos.Add(silo);
        return silo;
    }

    /// <summary>Kills every host and starts as many again, on other ports, without waiting for them.</summary>
    public async Task ReplaceAllAsync()
    {
        await KillAllAsync();
        StartAll();
    }

    /// <summary>Kills every host.</summary>
    public Task KillAllAsync() => Task.WhenAll(((HostProcess[])[.. Silos, ApiHost]).Select(host => host.KillAsync()));

    /// <summary>Starts as many hosts as were killed, on other ports, without waiting for them.</summary>
    public void StartAll()
    {
        var silos = Silos.Count;
        Silos.Clear();
        for (var silo = 0; silo < silos; silo++)
        {
            StartSilo();
        }

        StartApi();
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
        _signingKey = PlatformSettings.WriteSigningKey(_folder.Path);
        StartApi();
        foreach (var host in (HostProcess[])[.. Silos, ApiHost])
        {
            await host.ReadyAsync(ReadyLimit);
        }

        _api = new TradingApi(ApiHost.Url!);
        await _api.SignInAsync();
    }

    private void StartApi()
    {
        var settings = Settings();
        settings["Trading__Auth__SigningKeyFile"] = _signingKey;
        _apiHost = Run("the API", _published.Api, Loopback.NextUrl(), settings);
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
