using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace Trading.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, on loopback, durable as in production (fsync on), gone afterwards.
/// It hangs on a pipe of this process: when the tests are killed, it stops by itself.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const int PortAttempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly string _password;
    private Process? _server;
    private int _databases;

    private PrivatePostgres(string folder, string password)
    {
        _folder = folder;
        _password = password;
    }

    public int Port { get; private set; }

    /// <summary>For PostgreSQL's own programs, which take it from their environment.</summary>
    internal string Password => _password;

    private string DataFolder => $"{_folder}/data";

    /// <summary>Makes and starts a server, in about two seconds.</summary>
    public static async Task<PrivatePostgres> StartAsync()
    {
        var initdb = PostgresTools.PathOf("initdb");
        var folder = await PostgresTools.RunAsync(PostgresTools.AsServiceUser("mktemp", "-d", Path.Combine(Path.GetTempPath(), "trading-pg-XXXXXX")));
        var postgres = new PrivatePostgres(folder, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

        // Through a file that only the server's user can open: an argument would show in the list of processes.
        await PostgresTools.RunAsync(PostgresTools.AsServiceUser("/bin/sh", "-c", "umask 077; cat > \"$0\"", $"{folder}/password"), postgres._password);
        await PostgresTools.RunAsync(PostgresTools.AsServiceUser(
            initdb, "-D", postgres.DataFolder, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={folder}/password", "-E", "UTF8", "--locale=C"));
        await postgres.StartServerAsync();
        return postgres;
    }

    /// <summary>Connection string of a fresh, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"trading_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs statements as the administrator.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public string ConnectionString(string database, string user = "postgres", string? password = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = user,
        Password = password ?? _password,
        Database = database,
        Timeout = 5,
    }.ConnectionString;

    /// <summary>As PostgreSQL's own programs want it, without the password.</summary>
    internal string LibpqConnection(string database) => string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={Port} user=postgres dbname={database}");

    /// <summary>Starts the server on its old port, or on a free one the first time.</summary>
    public async Task StartServerAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Port is 0 ? FreePort.Next() : Port;
            if (await TryStartAsync(port))
            {
                Port = port;
                return;
            }

            if (attempt == PortAttempts)
            {
                throw new InvalidOperationException($"PostgreSQL did not start: {await File.ReadAllTextAsync($"{_folder}/log")}");
            }
        }
    }

    /// <summary>Stops the server as a crash would: connections are cut, nothing is flushed.</summary>
    public async Task StopServerAsync()
    {
        await PostgresTools.RunAsync(PostgresTools.AsServiceUser(PostgresTools.PathOf("pg_ctl"), "stop", "-D", DataFolder, "-m", "immediate"));
        _server?.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopServerAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> TryStartAsync(int port)
    {
        // The second job waits for the standard input to close, which it does when this process ends, however it ends.
        var script = $"exec 3<&0; \"$0\" \"$@\" >> {_folder}/log 2>&1 & server=$!; (read -r _ <&3; kill -QUIT $server) 2> /dev/null & wait $server";
        var server = Process.Start(PostgresTools.AsServiceUser(
            "/bin/sh", "-c", script, PostgresTools.PathOf("postgres"),
            "-D", DataFolder,
            "-c", "listen_addresses=127.0.0.1",
            "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            "-c", $"unix_socket_directories={_folder}",
            "-c", "max_connections=200")) ?? throw new InvalidOperationException("/bin/sh did not start.");
        var until = Stopwatch.StartNew();
        while (until.Elapsed < StartLimit && !server.HasExited)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(
                    new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Password = _password, Database = "postgres" });
                await using var connection = await source.OpenConnectionAsync();
                _server = server;
                return true;
            }
            catch (NpgsqlException)
            {
                // Not listening yet: the server tells by answering, there is nothing to wait on.
                await Task.Delay(50);
            }
        }

        server.Dispose();
        return false;
    }
}
