using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests;

/// <summary>What a host does at its start, and what it refuses to start on.</summary>
public sealed class StartTests(PublishedOutput published, ITestOutputHelper output)
{
    private const int StartsMax = 5;

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RefusedWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Embedded_platform_is_soon_ready_and_ends_by_SIGTERM_with_zero()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        var best = TimeSpan.MaxValue;

        // The quickest of some starts: what else the machine does can only make one slower.
        for (var start = 1; start <= StartsMax && best >= ReadyWithin; start++)
        {
            Assert.Equal(0, await platform.Host.StopAsync());
            var elapsed = await platform.StartAsync();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"ready after {elapsed.TotalSeconds:0.0} s, {platform.Host.ProcessorTime.TotalSeconds:0.0} s of them on a processor"));
            best = elapsed < best ? elapsed : best;
        }

        Assert.True(best < ReadyWithin, $"Ready after {best.TotalSeconds} s at best.");
        Assert.Equal(0, await platform.Host.StopAsync());
    }

    [Fact]
    public async Task Second_process_on_the_same_data_directory_is_refused_and_the_first_goes_on()
    {
        await using var platform = await EmbeddedPlatform.StartAsync(published);
        await using var second = HostProcess.Start("a second platform", published.Api, FreePort.NextUrl(), platform.Settings);

        Assert.Equal(1, await second.ExitAsync(HostProcess.StopLimit));
        Assert.Contains("is in use by another process", second.Output, StringComparison.Ordinal);
        Assert.Contains(platform.Settings["Trading__DataDirectory"], second.Output, StringComparison.Ordinal);
        await platform.Api.GetAsync("version");
    }

    [Fact]
    public async Task Bad_settings_are_all_named_at_once_and_no_port_is_opened()
    {
        using var folder = new TemporaryFolder();
        var settings = PlatformSettings.Embedded(folder.Path, Path.Combine(folder.Path, "no-such-key"));
        settings["Trading__Cluster__SiloPort"] = "canary-port";
        settings["Trading__Cluster__AdvertisedAddress"] = "canary-address";
        settings["TRADING_ADMIN_PASSWORD"] = "canary-12";
        await using var host = HostProcess.Start("a platform of bad settings", published.Api, FreePort.NextUrl(), settings);
        var wasOpen = await WasOpenUntilExitAsync(host);

        Assert.Equal(1, await host.ExitAsync(HostProcess.StopLimit));
        Assert.True(host.Age.Elapsed < RefusedWithin, $"Refused after {host.Age.Elapsed.TotalSeconds} s.");
        Assert.False(wasOpen);
        Assert.All(
            (string[])["Trading__Auth__SigningKeyFile", "Trading__Cluster__SiloPort", "Trading__Cluster__AdvertisedAddress", "TRADING_ADMIN_PASSWORD"],
            key => Assert.Contains(key, host.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("canary", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_without_a_signing_key_is_refused()
    {
        using var folder = new TemporaryFolder();
        var settings = PlatformSettings.Embedded(folder.Path, "");
        await using var host = HostProcess.Start("a platform without a key", published.Api, FreePort.NextUrl(), settings);

        Assert.Equal(1, await host.ExitAsync(HostProcess.StopLimit));
        Assert.Contains("Trading__Auth__SigningKeyFile must name a file with the signing key", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_without_a_database_is_refused()
    {
        using var folder = new TemporaryFolder();
        var settings = PlatformSettings.Clustered(folder.Path, "");
        await using var host = HostProcess.Start("a silo without a database", published.Silo, FreePort.NextUrl(), settings);

        Assert.Equal(1, await host.ExitAsync(HostProcess.StopLimit));
        Assert.Contains("ConnectionStrings__Trading must be set", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_whose_ports_others_have_is_refused_in_one_line_that_names_all()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await PrivatePostgres.StartAsync();
        var settings = PlatformSettings.Clustered(folder.Path, await postgres.CreateDatabaseAsync());
        Assert.Equal(0, (await RunAsync("the migration", settings, "--migrate")).Code);
        using var probes = new TcpListener(IPAddress.Loopback, 0);
        using var others = new TcpListener(IPAddress.Loopback, 0);
        probes.Start();
        others.Start();
        var port = ((IPEndPoint)others.LocalEndpoint).Port;
        settings["Trading__Cluster__SiloPort"] = port.ToString(CultureInfo.InvariantCulture);
        settings["Trading__Cluster__GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture);

        await using var host = HostProcess.Start("a silo whose ports others have", published.Silo, new Uri($"http://{probes.LocalEndpoint}"), settings);

        Assert.Equal(1, await host.ExitAsync(HostProcess.StopLimit));
        var lines = host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var refusal = Assert.Single(lines, line => line.Contains("\"@l\"", StringComparison.Ordinal) || !line.StartsWith('{'));
        Assert.Contains($"http://{probes.LocalEndpoint} cannot be opened: another process listens there.", refusal, StringComparison.Ordinal);
        Assert.Contains($"Port {port} of Trading__Cluster__SiloPort cannot be opened", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_newer_schema_are_refused_by_name_and_a_migration_is_repeatable()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await PrivatePostgres.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        var settings = PlatformSettings.Clustered(folder.Path, database);

        var missing = await RunAsync("a silo on an empty database", settings);
        Assert.Equal(1, missing.Code);
        Assert.Contains("0001_orleans", missing.Output, StringComparison.Ordinal);
        Assert.Contains("--migrate", missing.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("the migration", settings, "--migrate")).Code);
        Assert.Equal(0, (await RunAsync("the migration, repeated", settings, "--migrate")).Code);

        await PrivatePostgres.ExecuteAsync(database, "INSERT INTO schema_versions (scriptname, applied) VALUES ('9999_from_the_future', now())");
        foreach (var arguments in (string[][])[[], ["--migrate"]])
        {
            var newer = await RunAsync("a silo on a newer database", settings, arguments);
            Assert.Equal(1, newer.Code);
            Assert.Contains("9999_from_the_future", newer.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task User_who_may_only_read_and_a_missing_table_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await PrivatePostgres.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        var settings = PlatformSettings.Clustered(folder.Path, database);
        Assert.Equal(0, (await RunAsync("the migration", settings, "--migrate")).Code);
        await PrivatePostgres.ExecuteAsync(database, "CREATE USER onlooker PASSWORD 'looks-only'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker");
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;

        var onlooker = await RunAsync("a silo that may only read", PlatformSettings.Clustered(folder.Path, postgres.ConnectionString(name, "onlooker", "looks-only")));
        await PrivatePostgres.ExecuteAsync(database, "ALTER TABLE fills RENAME TO away");
        var missing = await RunAsync("a silo without a table", settings);

        Assert.Equal((1, 1), (onlooker.Code, missing.Code));
        Assert.Contains("may only read", onlooker.Output, StringComparison.Ordinal);
        Assert.Contains("grant INSERT, UPDATE and DELETE", onlooker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("looks-only", onlooker.Output, StringComparison.Ordinal);
        Assert.Contains("Table fills is missing", missing.Output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(string name, Dictionary<string, string> settings, params string[] arguments)
    {
        await using var host = HostProcess.Start(name, published.Silo, FreePort.NextUrl(), settings, arguments);
        var code = await host.ExitAsync(HostProcess.StopLimit);
        return (code, host.Output);
    }

    private static async Task<bool> WasOpenUntilExitAsync(HostProcess host)
    {
        var wasOpen = false;
        await Eventually.GetAsync(
            async () =>
            {
                wasOpen |= await Loopback.IsOpenAsync(host.Url!);
                return host.HasExited ? "ended" : null;
            },
            HostProcess.StopLimit,
            () => $"{host.Name} refuses to start");
        return wasOpen;
    }
}
