using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Trading.Api.Alerts.Channels;
using Trading.Api.RateLimiting;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;
using Trading.Hosting.Settings;
using Trading.Testing;

namespace Trading.Api.Tests.Settings;

public sealed class SettingsTests
{
    private const string Canary = "canary-in-a-setting";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    [Fact]
    public void All_faults_are_named_at_once_by_key_and_never_by_value()
    {
        using var folder = new TemporaryFolder();
        var keyFile = Path.Combine(folder.Path, "key");
        File.WriteAllText(keyFile, $"{Canary}-changeme");
        var faults = FaultsOf("Production", new()
        {
            ["Trading:DataDirectory"] = Path.Combine(folder.Path, "data"),
            ["ConnectionStrings:Trading"] = $"Host;{Canary}=1",
            ["Trading:Cluster:SiloPort"] = Canary,
            ["Trading:Cluster:GatewayPort"] = "70000",
            ["Trading:Cluster:AdvertisedAddress"] = Canary,
            ["Trading:Cluster:ClusterId"] = new string('x', 101),
            ["Trading:Auth:SigningKeyFile"] = keyFile,
            ["Trading:RateLimits:UserPerSecond"] = "0",
            ["Trading:Cors:Origins"] = "*",
            ["Trading:Database:PoolMax"] = "-1",
            ["Trading:Logging:ConsoleLevel"] = Canary,
            ["Trading:Paper:VenueUrl"] = $"//{Canary}",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"ftp://{Canary}",
            ["TRADING_ADMIN_PASSWORD"] = "changeme",
            ["Trading:Alerts:AttemptsMax"] = "0",
            ["Trading:Alerts:AllowedNetworks"] = $"10.0.0.0/8,{Canary}",
            ["Trading:Credentials:KeyFile"] = keyFile,
        });

        string[] keys =
        [
            "ConnectionStrings__Trading", "Trading__Cluster__SiloPort", "Trading__Cluster__GatewayPort", "Trading__Cluster__AdvertisedAddress",
            "Trading__Cluster__ClusterId", "Trading__Auth__SigningKeyFile", "Trading__RateLimits__UserPerSecond", "Trading__Cors__Origins",
            "Trading__Database__PoolMax", "Trading__Logging__ConsoleLevel", "Trading__Paper__VenueUrl", "OTEL_EXPORTER_OTLP_ENDPOINT", "TRADING_ADMIN_PASSWORD",
            "Trading__Alerts__AttemptsMax", "Trading__Alerts__AllowedNetworks", "Trading__Credentials__KeyFile",
        ];
        Assert.Equal(keys.Order(StringComparer.Ordinal), faults.Select(fault => fault[..fault.IndexOf(' ', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(Canary, fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Production", "Host=db.example", true)]
    [InlineData("Production", "Host=db.example;SSL Mode=Require", true)]
    [InlineData("Production", "Host=127.0.0.1,db.example:5433", true)]
    [InlineData("Production", "Host=db.example;SSL Mode=VerifyFull", false)]
    [InlineData("Production", "Host=db.example;SSL Mode=VerifyCA", false)]
    [InlineData("Production", "Host=localhost", false)]
    [InlineData("Production", "Host=127.0.0.1:5433,::1", false)]
    [InlineData("Production", "Host=/run/postgresql", false)]
    [InlineData("Development", "Host=db.example", false)]
    public void Database_on_another_machine_is_known_by_its_certificate(string environment, string server, bool isRefused)
    {
        using var folder = new TemporaryFolder();
        var faults = FaultsOf(environment, new()
        {
            ["Trading:DataDirectory"] = folder.Path,
            ["ConnectionStrings:Trading"] = $"{server};Database=trading;Username=trading;Password={Canary}",
        });

        var refusals = faults.Where(fault => fault.StartsWith("ConnectionStrings__Trading", StringComparison.Ordinal)).ToArray();
        Assert.Equal(isRefused, refusals.Length == 1);
        Assert.All(refusals, refusal => Assert.Contains("SSL Mode=VerifyFull", refusal, StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(Canary, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Development_needs_no_settings_and_Production_needs_a_signing_key()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["Trading:DataDirectory"] = folder.Path };

        Assert.Empty(FaultsOf("Development", settings));
        Assert.Equal(["Trading__Auth__SigningKeyFile must name a file with the signing key."], FaultsOf("Production", settings));
    }

    [Fact]
    public void Data_directory_that_cannot_be_made_is_a_fault()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        Assert.Contains("Trading__DataDirectory", FaultsOf("Development", new() { ["Trading:DataDirectory"] = Path.Combine(file, "data") }).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_with_bad_settings_ends_soon_with_a_code_and_opens_no_port()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        var started = Stopwatch.StartNew();
        using var process = ApiProcess.Start(
            folder.Path, $"--urls http://127.0.0.1:{port}", ("ASPNETCORE_ENVIRONMENT", "Production"), ("Trading__Cluster__SiloPort", Canary));
        var isOpen = false;
        while (!process.HasExited && started.Elapsed < StartLimit)
        {
            isOpen |= await IsOpenAsync(port);
        }

        Assert.True(process.HasExited, "The process goes on with bad settings.");
        var (code, lines) = await process.ExitAsync();
        var line = Assert.Single(lines);
        Assert.NotEqual(0, code);
        Assert.False(isOpen);
        Assert.Contains("Trading__Auth__SigningKeyFile", line, StringComparison.Ordinal);
        Assert.Contains("Trading__Cluster__SiloPort", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_brings_the_schema_up_and_ends()
    {
        using var folder = new TemporaryFolder();
        using var process = ApiProcess.Start(folder.Path, "--migrate", ("ASPNETCORE_ENVIRONMENT", "Development"));

        Assert.Equal(0, (await process.ExitAsync()).Code);
        Assert.True(File.Exists(Path.Combine(folder.Path, "trading.db")));
    }

    private static IReadOnlyList<string> FaultsOf(string environment, Dictionary<string, string?> values)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var host = new HostingEnvironment { EnvironmentName = environment };
        var reader = new SettingsReader(configuration);
        var settings = TradingSettings.Read(reader, host);
        AuthSettings.Read(configuration, host, settings.DataDirectory, reader.Fault);
        RateLimitSettings.Read(reader.Number);
        AlertSettings.Read(reader.Number, reader.List, reader.Fault);
        SealingSettings.Read(configuration, host, settings.DataDirectory, reader.Fault);
        CorsOrigins.Read(reader.List(CorsOrigins.Key), reader.Fault);
        return reader.Faults;
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
