using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Trading.Api.Tests.Docker;

/// <summary>No container engine runs here: the files are read for what an engine would do with them.</summary>
public sealed partial class ImageTests
{
    private static readonly string Folder = FindFolder();

    public static TheoryData<string> Dockerfiles => [.. Directory.GetFiles(Folder, "Dockerfile.*").Select(file => Path.GetFileName(file)!)];

    public static TheoryData<string> Services => [.. Compose()["services"].Keys.Select(key => (string)key)];

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void Image_is_pinned_non_root_and_starts_the_host(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        var instructions = lines.Where(line => line.Length > 0 && line[0] is not ('#' or ' ')).ToList();

        Assert.All(instructions.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)), line => Assert.Matches(PinnedImage(), line[5..]));
        Assert.Equal("USER 1654:1654", instructions.Last(line => line.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.DoesNotContain(instructions, line => line.StartsWith("ADD ", StringComparison.Ordinal) || line.StartsWith("RUN ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || line.Contains("SECRET", StringComparison.OrdinalIgnoreCase));
        var host = file.EndsWith("api", StringComparison.Ordinal) ? "Trading.Api.dll" : "Trading.Silo.dll";
        Assert.Equal($"""ENTRYPOINT ["dotnet", "{host}"]""", instructions[^1]);
    }

    [Fact]
    public void There_is_an_image_for_each_host() => Assert.Equal(["Dockerfile.api", "Dockerfile.silo"], Dockerfiles.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Fact]
    public void Compose_has_a_database_two_silos_and_the_api() =>
        Assert.Equal(["api", "migrate", "postgres", "silo-1", "silo-2"], Services.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_is_pinned_hardened_and_watched(string name)
    {
        var service = (Dictionary<object, object>)Compose()["services"][name];

        Assert.Matches(PinnedImage(), (string)service["image"]);
        Assert.Equal("true", service["read_only"]);
        Assert.DoesNotMatch("^(0|root)(:|$)", (string)service["user"]);
        Assert.Equal(["ALL"], (List<object>)service["cap_drop"]);
        Assert.Contains("no-new-privileges:true", (List<object>)service["security_opt"]);
        Assert.False(service.ContainsKey("privileged"));
        Assert.True(service.ContainsKey("healthcheck"));
        var environment = (Dictionary<object, object>)service["environment"];
        Assert.All(
            environment.Where(pair => ((string)pair.Key).Contains("PASSWORD", StringComparison.Ordinal)),
            pair => Assert.StartsWith("${", (string)pair.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_loopback_reaches_in_from_outside()
    {
        var ports = Compose()["services"].Values.Cast<Dictionary<object, object>>()
            .Where(service => service.ContainsKey("ports"))
            .SelectMany(service => (List<object>)service["ports"])
            .ToList();

        Assert.Equal(["127.0.0.1:5080:5080"], ports);
    }

    /// <summary>Without a key to seal with, the platform refuses webhooks and exchange keys for as long as it runs.</summary>
    [Theory]
    [InlineData("Trading__Auth__SigningKeyFile")]
    [InlineData("Trading__Credentials__KeyFile")]
    public void Api_has_the_keys_that_it_needs_as_secrets(string key)
    {
        var api = (Dictionary<object, object>)Compose()["services"]["api"];
        var path = (string)((Dictionary<object, object>)api["environment"])[key];
        var secret = path["/run/secrets/".Length..];

        Assert.StartsWith("/run/secrets/", path, StringComparison.Ordinal);
        Assert.Contains(secret, (List<object>)api["secrets"]);
        Assert.StartsWith("./secrets/", (string)((Dictionary<object, object>)Compose()["secrets"][secret])["file"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("silo-1")]
    [InlineData("silo-2")]
    [InlineData("api")]
    public void Host_takes_no_database_but_the_one_that_its_authority_vouches_for(string name)
    {
        var service = (Dictionary<object, object>)Compose()["services"][name];
        var connection = (string)((Dictionary<object, object>)service["environment"])["ConnectionStrings__Trading"];
        var database = (Dictionary<object, object>)Compose()["services"]["postgres"];

        Assert.Contains("SSL Mode=VerifyFull;Root Certificate=/run/secrets/database_authority", connection, StringComparison.Ordinal);
        Assert.Contains("database_authority", (List<object>)service["secrets"]);
        Assert.Contains("ssl=on", (List<object>)database["command"]);
        Assert.Equal(["database_certificate", "database_key"], (List<object>)database["secrets"]);
        Assert.DoesNotContain("database_key", (List<object>)service["secrets"]);
    }

    [Fact]
    public void Silos_advertise_the_address_they_have()
    {
        foreach (var name in new[] { "silo-1", "silo-2" })
        {
            var service = (Dictionary<object, object>)Compose()["services"][name];
            var network = (Dictionary<object, object>)((Dictionary<object, object>)service["networks"])["trading"];

            Assert.Equal(network["ipv4_address"], ((Dictionary<object, object>)service["environment"])["Trading__Cluster__AdvertisedAddress"]);
        }
    }

    private static Dictionary<string, Dictionary<object, object>> Compose()
    {
        using var file = new StreamReader(Path.Combine(Folder, "compose.yaml"));
        var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(file)))!;
        return document.Where(pair => pair.Value is Dictionary<object, object>)
            .ToDictionary(pair => pair.Key, pair => (Dictionary<object, object>)pair.Value, StringComparer.Ordinal);
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Orleans.Trading.sln")))
            {
                return Path.Combine(folder.FullName, "docker");
            }
        }

        throw new InvalidOperationException("The tests do not run from inside the repository.");
    }

    // A name, and a tag that begins with a version.
    [GeneratedRegex(@"^[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9-]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PinnedImage();
}
