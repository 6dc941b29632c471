namespace Trading.Api.Security;

/// <summary>How callers are recognised.</summary>
/// <param name="KeyFile">Full path of the key file.</param>
/// <param name="MakesKey">Development only: a missing file is made once, so that a restart signs nobody out.</param>
public sealed record AuthSettings(string KeyFile, bool MakesKey)
{
    public const string SigningKeyFileKey = "Trading:Auth:SigningKeyFile";
    public const string Issuer = "orleans-trading";
    public const string Audience = "orleans-trading-api";

    /// <summary>Life of an access token.</summary>
    public static readonly TimeSpan AccessTokenLife = TimeSpan.FromMinutes(15);

    /// <summary>How far the clocks of two processes may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <param name="fault">Takes the key and the rule it breaks.</param>
    public static AuthSettings Read(IConfiguration configuration, IHostEnvironment environment, string dataDirectory, Action<string, string> fault)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(fault);
        var given = configuration[SigningKeyFileKey];
        var isGiven = !string.IsNullOrWhiteSpace(given);
        var path = Path.GetFullPath(isGiven ? given! : Path.Combine(dataDirectory, "signing.key"));
        var makesKey = !isGiven && environment.IsDevelopment();
        if (!isGiven && !makesKey)
        {
            fault(SigningKeyFileKey, "must name a file with the signing key");
        }
        else if (!makesKey || File.Exists(path))
        {
            if (SigningKeyFile.Read(path).Fault is { } rule)
            {
                fault(SigningKeyFileKey, rule);
            }
        }

        return new AuthSettings(path, makesKey);
    }
}
