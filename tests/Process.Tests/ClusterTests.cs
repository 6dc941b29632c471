using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Trading.Testing;

namespace Trading.Process.Tests;

/// <summary>Two silos and the API as processes of their own, as in production, on a private PostgreSQL.</summary>
public sealed class ClusterTests
{
    private const string AdminPassword = "canary-Admin-river-42-stones";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>The promise is 15 s; here twice of it.</summary>
    private static readonly TimeSpan FailoverLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Silos_and_api_run_apart_survive_the_death_of_a_silo_and_stop_in_time()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var folder = new TemporaryFolder();
        var settings = await SettingsAsync(postgres, folder);

        await using var early = HostProcess.Start("Trading.Silo.dll", "", Loopback(), SiloSettings(settings));
        Assert.NotEqual(0, await early.ExitAsync(StartLimit));
        Assert.Contains("--migrate", early.OutputText, StringComparison.Ordinal);

        await using var migration = HostProcess.Start("Trading.Silo.dll", "--migrate", Loopback(), SiloSettings(settings));
        Assert.Equal(0, await migration.ExitAsync(StartLimit));

        await using var first = HostProcess.Start("Trading.Silo.dll", "", Loopback(), SiloSettings(settings));
        await using var second = HostProcess.Start("Trading.Silo.dll", "", Loopback(), SiloSettings(settings));
        await using var api = HostProcess.Start("Trading.Api.dll", "", Loopback(), settings);
        await Task.WhenAll(first.ReadyAsync(StartLimit), second.ReadyAsync(StartLimit), api.ReadyAsync(StartLimit));

        using var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(60) };
        await SignInAsync(client);
        using (var health = await client.GetAsync("/health"))
        {
            var checks = JsonNode.Parse(await health.Content.ReadAsStringAsync())!["checks"]!.AsArray();
            Assert.Equal("2 active silo(s).", checks.Single(check => check!["name"]!.GetValue<string>() == "cluster")!["detail"]!.GetValue<string>());
        }

        foreach (var number in Enumerable.Range(0, 10))
        {
            await CreateUserAsync(client, $"user-{number}");
        }

        second.Kill();
        var outage = Stopwatch.StartNew();
        await EveryUserAnswersAsync(client, outage);
        TestContext.Current.TestOutputHelper?.WriteLine($"All users served again {outage.Elapsed.TotalSeconds:0.0} s after kill -9");

        Assert.Equal((0, 0), (await api.StopAsync(), await first.StopAsync()));
    }

    private static async Task EveryUserAnswersAsync(HttpClient client, Stopwatch outage)
    {
        for (var number = 0; number < 10;)
        {
            using var response = await client.GetAsync($"/api/v1/users/user-{number}");
            if (response.StatusCode is HttpStatusCode.OK)
            {
                number++;
                continue;
            }

            Assert.True(outage.Elapsed < FailoverLimit, $"user-{number} is not served {outage.Elapsed} after the silo died: {response.StatusCode}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
    }

    private static async Task SignInAsync(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin", password = AdminPassword });
        var token = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["accessToken"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    private static async Task CreateUserAsync(HttpClient client, string name)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/users", new { username = name, password = "a long and private phrase", role = "trader" });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(PrivatePostgres postgres, TemporaryFolder folder)
    {
        var keyFile = Path.Combine(folder.Path, "signing.key");
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Trading"] = await postgres.CreateDatabaseAsync(),
            ["Trading__DataDirectory"] = folder.Path,
            ["Trading__Auth__SigningKeyFile"] = keyFile,
            ["TRADING_ADMIN_PASSWORD"] = AdminPassword,
        };
    }

    private static Dictionary<string, string> SiloSettings(Dictionary<string, string> settings) => new(settings)
    {
        ["Trading__Cluster__SiloPort"] = FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Trading__Cluster__GatewayPort"] = FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Uri Loopback() => new($"http://127.0.0.1:{FreePort.Next()}");
}
