using System.Security.Cryptography;

namespace Trading.Testing.Hosts;

/// <summary>Settings as an operator gives them in Production: environment variables and a key in a file.</summary>
public static class PlatformSettings
{
    public const string AdminPassword = "process-tests-lantern-47";

    /// <summary>Writes a new signing key, readable by its owner alone.</summary>
    /// <returns>The path of the file.</returns>
    public static string WriteSigningKey(string folder)
    {
        var path = Path.Combine(folder, "signing.key");
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return path;
    }

    /// <summary>One process on its own embedded database.</summary>
    public static Dictionary<string, string> Embedded(string folder, string signingKey) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Trading__DataDirectory"] = Path.Combine(folder, "data"),
        ["Trading__Auth__SigningKeyFile"] = signingKey,
        ["TRADING_ADMIN_PASSWORD"] = AdminPassword,
    };

    /// <summary>A host of a cluster, silo or API.</summary>
    public static Dictionary<string, string> Clustered(string folder, string connectionString) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["Trading__DataDirectory"] = folder,
        ["ConnectionStrings__Trading"] = connectionString,
        ["Trading__Cluster__ClusterId"] = "process-tests",

        // Whoever looks at a test that failed wants to know when the silos knew of each other's death.
        ["Serilog__MinimumLevel__Override__Orleans.Runtime.MembershipService"] = "Information",
    };
}
