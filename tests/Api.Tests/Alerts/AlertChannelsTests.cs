using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Alerts.Channels;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Domain.Secrets;
using Trading.Storage.Alerts;
using Trading.Testing;

namespace Trading.Api.Tests.Alerts;

/// <summary>Alerts on their way to webhooks: signed, retried, given up in the open, and sent nowhere that they must not go.</summary>
public sealed class AlertChannelsTests(TradingPlatform platform)
{
    private const string Path = "/api/v1/alert-channels";
    private const string Secret = "canary-Webhook-anchor-19-gulls";

    private static readonly (string, string)[] Quick = [("Trading:Alerts:FirstRetryMs", "10"), ("Trading:Alerts:AttemptsMax", "4")];

    [Fact]
    public async Task Alert_is_delivered_signed_and_its_secret_is_nowhere_to_be_seen()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var host = new PlatformHost(Quick);
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var channel = await ChannelAsync(client, receiver.Url());

        var alert = await RaiseAsync(host, "admin", "warning");
        var beneath = await RaiseAsync(host, "admin", "info");
        await RaiseAsync(host, "somebody", "critical");
        await DeliveredAsync(client, channel, alert);

        var received = Assert.Single(receiver.Requests);
        Assert.Equal((alert, "/hook"), (received.Id, received.Path));
        var body = JsonNode.Parse(received.Body)!;
        Assert.Equal(("alert", alert, "warning"), ($"{body["kind"]}", $"{body["alert"]!["id"]}", $"{body["alert"]!["severity"]}"));
        var parts = received.Signature.Split(',').Select(part => part.Split('=', 2)[1]).ToArray();
        byte[] signed = [.. Encoding.ASCII.GetBytes(parts[0] + "."), .. received.Body];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed));
        Assert.Equal(expected, parts[1]);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(parts[0], CultureInfo.InvariantCulture), 0, 60);
        Assert.DoesNotContain(await client.AllAsync($"{Path}/{channel}/deliveries"), delivery => $"{delivery["alert"]}" == beneath);

        string[] outputs =
        [
            .. host.Logs.Lines, (await client.GetJsonAsync(Path)).ToJsonString(), (await client.GetJsonAsync("/api/v1/audit")).ToJsonString(),
            .. Directory.GetFiles(host.DataDirectory, "trading.db*").Select(file => ReadShared(file)),
        ];
        Assert.All(outputs, output => Assert.DoesNotContain(Secret, output, StringComparison.Ordinal));
        Assert.Contains(outputs, output => output.Contains("alert_channels_changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Receiver_that_fails_and_recovers_gets_the_alert_and_one_that_does_not_becomes_a_dead_letter()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = number => number < 3 ? 503 : 204;
        await using var host = new PlatformHost(Quick);
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var channel = await ChannelAsync(client, receiver.Url());

        var alert = await RaiseAsync(host, "admin", "critical");
        var delivery = await DeliveredAsync(client, channel, alert);
        Assert.Equal((3, 204), ((int)delivery["attempts"]!, (int)delivery["status"]!));
        Assert.Equal([alert, alert, alert], receiver.Requests.Select(request => request.Id));

        receiver.Answer = _ => 500;
        var lost = await RaiseAsync(host, "admin", "critical");
        var dead = (await client.EventuallyAsync($"{Path}/{channel}/deliveries?state=dead", list => list["items"]!.AsArray().Count == 1))["items"]![0]!;
        Assert.Equal((lost, 4, 500, "status_500"), ($"{dead["alert"]}", (int)dead["attempts"]!, (int)dead["status"]!, $"{dead["error"]}"));
        Assert.Null(dead["nextAttemptAt"]);
    }

    [Fact]
    public async Task Delivery_outlives_the_process_that_began_it()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        string channel, alert;
        await using (var host = new PlatformHost([("Trading:DataDirectory", folder.Path), .. Quick[..1]]))
        {
            host.Start();
            using var client = await PlatformHost.SignInAsync(host);
            channel = await ChannelAsync(client, FormattableString.Invariant($"http://127.0.0.1:{port}/hook"));
            alert = await RaiseAsync(host, "admin", "critical");
            await client.EventuallyAsync($"{Path}/{channel}/deliveries", list => list["items"]!.AsArray().Any(item => $"{item!["error"]}" == "unreachable"));
        }

        await using var receiver = await WebhookReceiver.StartAsync(port);
        await using var again = new PlatformHost([("Trading:DataDirectory", folder.Path), .. Quick[..1]]);
        again.Start();
        using var user = await PlatformHost.SignInAsync(again);
        await DeliveredAsync(user, channel, alert);
        Assert.Equal(alert, Assert.Single(receiver.Requests).Id);
    }

    [Fact]
    public async Task Redirect_is_a_failure_that_is_not_followed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => 302;
        var (owner, _) = await platform.NewUserAsync();
        using var client = platform.As(owner);
        var channel = await ChannelAsync(client, receiver.Url());

        using var tested = await client.PostTextAsync($"{Path}/{channel}/test", "");
        var outcome = await tested.ExpectAsync(200);

        Assert.Equal((false, 302, "status_302"), ((bool)outcome["delivered"]!, (int)outcome["status"]!, $"{outcome["error"]}"));
        Assert.Equal(["/hook"], receiver.Requests.Select(request => request.Path));
        Assert.Equal("test", $"{JsonNode.Parse(receiver.Requests.Single().Body)!["kind"]}");
    }

    [Theory]
    [InlineData("http://example.org/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://[fd00::1]/hook")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://user:pass@example.org/")]
    [InlineData("https://example.org/#there")]
    [InlineData("file:///etc/passwd")]
    [InlineData("hook")]
    public async Task Url_that_must_not_be_sent_to_is_refused(string url)
    {
        using var client = platform.As("tom");

        using var refused = await PutAsync(client, url);

        Assert.Equal((422, "/channels/0/url"), ((int)refused.StatusCode, (await refused.ProblemAsync()).Errors![0].Pointer));
    }

    [Theory]
    [InlineData("https://example.org/", "93.184.216.34", true)]
    [InlineData("https://example.org/", "2606:2800:220:1::1", true)]
    [InlineData("https://example.org/", "127.0.0.1", false)]
    [InlineData("https://example.org/", "::1", false)]
    [InlineData("https://example.org/", "::ffff:10.0.0.1", false)]
    [InlineData("https://example.org/", "64:ff9b::a00:1", false)]
    [InlineData("https://example.org/", "fe80::1", false)]
    [InlineData("https://example.org/", "100.64.0.1", false)]
    [InlineData("https://example.org/", "172.31.255.255", false)]
    [InlineData("https://example.org/", "172.32.0.1", true)]
    [InlineData("https://example.org/", "10.7.0.9", true)]
    [InlineData("http://localhost/", "127.0.0.1", true)]
    [InlineData("http://localhost/", "93.184.216.34", false)]
    public void Address_that_a_name_stands_for_decides(string url, string address, bool isAllowed)
    {
        var target = new WebhookTarget(new AlertSettings(1, TimeSpan.Zero, [IPNetwork.Parse("10.7.0.0/16")]));

        Assert.Equal(isAllowed, target.IsAllowed(new Uri(url), IPAddress.Parse(address)));
    }

    [Fact]
    public async Task Channels_are_their_owners_and_keep_id_and_secret_when_they_are_changed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var (owner, _) = await platform.NewUserAsync();
        using var client = platform.As(owner);
        var channel = await ChannelAsync(client, receiver.Url());
        using var tina = platform.As("tina");
        using var vera = platform.As("vera");

        using var changed = await client.PutAsync(Path, Json($$"""{ "channels": [ { "name": "pager", "url": "{{receiver.Url("/moved")}}", "minSeverity": "info" } ] }"""));
        Assert.Equal(channel, $"{(await changed.ExpectAsync(200))["items"]![0]!["id"]}");
        using var tested = await client.PostTextAsync($"{Path}/{channel}/test", "");
        Assert.True((bool)(await tested.ExpectAsync(200))["delivered"]!);
        Assert.Equal("/moved", receiver.Requests.Single().Path);

        using var others = await tina.PostTextAsync($"{Path}/{channel}/test", "");
        using var othersList = await tina.GetAsync($"{Path}/{channel}/deliveries");
        Assert.Equal((404, 404), ((int)others.StatusCode, (int)othersList.StatusCode));
        Assert.Single((await vera.GetJsonAsync($"{Path}?owner={owner}"))["items"]!.AsArray());

        using var unsigned = await client.PutAsync(Path, Json("""{ "channels": [ { "name": "new", "url": "https://example.org/" } ] }"""));
        Assert.Equal((422, "/channels/0/secret"), ((int)unsigned.StatusCode, (await unsigned.ProblemAsync()).Errors![0].Pointer));
        using var none = await client.PutAsync(Path, Json("""{ "channels": [] }"""));
        Assert.Empty((await none.ExpectAsync(200))["items"]!.AsArray());
    }

    [Fact]
    public void Sealed_secret_opens_for_its_subject_alone_and_survives_a_new_key()
    {
        using var folder = new TemporaryFolder();
        var file = System.IO.Path.Combine(folder.Path, "key");
        SigningKeyFile.Make(file);
        var settings = new SealingSettings(file, MakesKey: false);
        using var secrets = new SealedSecrets(settings);
        var box = secrets.Seal(new SecretString(Secret), "ach-1");
        var broken = box.ToArray();
        broken[^1] ^= 1;

        Assert.Equal(Secret, secrets.Open(box, "ach-1")?.Reveal());
        Assert.Null(secrets.Open(box, "ach-2"));
        Assert.Null(secrets.Open(broken, "ach-1"));
        Assert.NotEqual(box, secrets.Seal(new SecretString(Secret), "ach-1"));

        File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n" + File.ReadAllText(file));
        using var rotated = new SealedSecrets(settings);
        Assert.Equal(Secret, rotated.Open(box, "ach-1")?.Reveal());
        Assert.NotEqual(box[1..9], rotated.Seal(new SecretString(Secret), "ach-1")[1..9]);
    }

    [Fact]
    public void Pauses_grow_up_to_an_hour_and_end()
    {
        var settings = new AlertSettings(10, TimeSpan.FromSeconds(5), []);

        Assert.Equal(
            [5, 15, 45, 135, 405, 1_215, 3_600, 3_600, 3_600, null],
            Enumerable.Range(1, 10).Select(attempt => (int?)AlertDispatcher.PauseAfter(attempt, settings)?.TotalSeconds));
    }

    private static async Task<string> ChannelAsync(HttpClient client, string url)
    {
        using var put = await PutAsync(client, url);
        return $"{(await put.ExpectAsync(200))["items"]![0]!["id"]}";
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string url) =>
        client.PutAsync(Path, Json($$"""{ "channels": [ { "name": "pager", "url": "{{url}}", "secret": "{{Secret}}" } ] }"""));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<string> RaiseAsync(PlatformHost host, string owner, string severity)
    {
        var id = $"alr-{Guid.NewGuid():n}";
        await host.Services.GetRequiredService<AlertStore>().RaiseAsync(
            [new AlertRow(id, owner, null, severity, "test", "A test says so.", DateTimeOffset.UtcNow)]);
        return id;
    }

    private static async Task<JsonNode> DeliveredAsync(HttpClient client, string channel, string alert)
    {
        var list = await client.EventuallyAsync(
            $"{Path}/{channel}/deliveries?state=delivered", list => list["items"]!.AsArray().Any(item => $"{item!["alert"]}" == alert));
        return list["items"]!.AsArray().Single(item => $"{item!["alert"]}" == alert)!;
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
