using System.Globalization;

namespace Trading.Testing.Hosts;

/// <summary>PostgreSQL, two silos and the API, each a process of its own, migrated and started as docker/compose.yaml does.</summary>
public sealed class HostCluster : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MigrateLimit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly HostAssemblies _assemblies;
    private readonly IReadOnlyDictionary<string, string> _siloSettings;
    private readonly IReadOnlyDictionary<string, string> _apiSettings;
    private readonly List<HostProcess> _hosts = [];
    private PrivatePostgres? _postgres;
    private string _signingKey = "";
    private HostProcess? _apiHost;
    private int _silosStarted;

    private HostCluster(HostAssemblies assemblies, IReadOnlyDictionary<string, string> siloSettings, IReadOnlyDictionary<string, string> apiSettings) =>
        (_assemblies, _siloSettings, _apiSettings) = (assemblies, siloSettings, apiSettings);

    public List<HostProcess> Silos { get; } = [];

    public HostProcess ApiHost => _apiHost ?? throw new InvalidOperationException("It does not run.");

    /// <summary>All that were ever started, those that are dead included.</summary>
    public IReadOnlyList<HostProcess> Hosts => _hosts;

    public string ConnectionString { get; private set; } = "";

    public PrivatePostgres Postgres => _postgres ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Starts all and waits until each is ready.</summary>
    /// <param name="siloSettings">Of every silo, beyond the usual.</param>
    /// <param name="apiSettings">Of the API, beyond the usual.</param>
    public static async Task<HostCluster> StartAsync(
        HostAssemblies assemblies, IReadOnlyDictionary<string, string>? siloSettings = null, IReadOnlyDictionary<string, string>? apiSettings = null)
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        var cluster = new HostCluster(assemblies, siloSettings ?? none, apiSettings ?? none);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
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
        var settings = Settings(_siloSettings);
        settings["Trading__Cluster__SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["Trading__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        settings["TRADING_ADMIN_PASSWORD"] = PlatformSettings.AdminPassword;
        var silo = Run(FormattableString.Invariant($"silo {++_silosStarted}"), _assemblies.Silo, FreePort.NextUrl(), settings);
        Silos.Add(silo);
        return silo;
    }

    /// <summary>Kills one of the silos and starts another, without waiting for it.</summary>
    public async Task<HostProcess> ReplaceAsync(HostProcess silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        await silo.KillAsync();
        Silos.Remove(silo);
        return StartSilo();
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

    private async Task StartAsync()
    {
        _postgres = await PrivatePostgres.StartAsync();
        ConnectionString = await _postgres.CreateDatabaseAsync();
        var migration = Run("the migration", _assemblies.Silo, url: null, Settings(_siloSettings), "--migrate");
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
    }

    private void StartApi()
    {
        var settings = Settings(_apiSettings);
        settings["Trading__Auth__SigningKeyFile"] = _signingKey;
        _apiHost = Run("the API", _assemblies.Api, FreePort.NextUrl(), settings);
    }

    private Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> beyond)
    {
        var settings = PlatformSettings.Clustered(_folder.Path, ConnectionString);
        foreach (var (key, value) in beyond)
        {
            settings[key] = value;
        }

        return settings;
    }

    private HostProcess Run(
        string name, string assembly, Uri? url, Dictionary<string, string> settings, params ReadOnlySpan<string> arguments)
    {
        var host = HostProcess.Start(name, assembly, url, settings, arguments);
        _hosts.Add(host);
        return host;
    }
}
