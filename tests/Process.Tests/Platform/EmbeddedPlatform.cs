using Microsoft.Data.Sqlite;
using Trading.Testing;

namespace Trading.Process.Tests.Platform;

/// <summary>The whole platform in one process on SQLite, with a data directory that outlives the process.</summary>
internal sealed class EmbeddedPlatform : IAsyncDisposable
{
    /// <summary>Far above what a start takes, for a machine that is busy with other things.</summary>
    public static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly PublishedOutput _published;
    private readonly TemporaryFolder _folder = new();
    private readonly string _signingKey;
    private readonly IReadOnlyDictionary<string, string> _extra;
    private HostProcess? _host;
    private TradingApi? _api;

    private EmbeddedPlatform(PublishedOutput published, IReadOnlyDictionary<string, string> extra)
    {
        (_published, _extra) = (published, extra);
        _signingKey = PlatformSettings.WriteSigningKey(_folder.Path);
    }

    public HostProcess Host => _host ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Signed in as the administrator.</summary>
    public TradingApi Api => _api ?? throw new InvalidOperationException("It does not run.");

    public Dictionary<string, string> Settings
    {
        get
        {
            var settings = PlatformSettings.Embedded(_folder.Path, _signingKey);
            foreach (var (key, value) in _extra)
            {
                settings[key] = value;
            }

            return settings;
        }
    }

    private string DatabaseFile => Path.Combine(_folder.Path, "data", "trading.db");

    /// <param name="settings">Beyond the usual.</param>
    public static async Task<EmbeddedPlatform> StartAsync(PublishedOutput published, IReadOnlyDictionary<string, string>? settings = null)
    {
        var platform = new EmbeddedPlatform(published, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
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

    /// <summary>Starts on the same data as before.</summary>
    /// <returns>How long it took to be ready.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        await ForgetAsync();
        _host = HostProcess.Start("the embedded platform", _published.Api, FreePort.NextUrl(), Settings);
        var elapsed = await _host.ReadyAsync(ReadyLimit);
        _api = new TradingApi(_host.Url!);
        await _api.SignInAsync();
        return elapsed;
    }

    /// <summary>Of a database that no process has open.</summary>
    public void AssertIntact()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabaseFile, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        _folder.Dispose();
    }

    private async Task ForgetAsync()
    {
        _api?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        (_host, _api) = (null, null);
    }
}
