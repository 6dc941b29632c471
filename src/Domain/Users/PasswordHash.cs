using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Secrets;

namespace Trading.Domain.Users;

/// <summary>What is kept of a password: PBKDF2-HMAC-SHA512 over a random salt.</summary>
/// <param name="Iterations">Rounds of the function; raised over the years, an older hash is replaced at the next sign-in.</param>
/// <param name="Salt">16 random bytes, base64.</param>
/// <param name="Key">64 derived bytes, base64.</param>
[GenerateSerializer, Immutable, Alias("password-hash")]
public sealed record PasswordHash(
    [property: Id(0)] int Iterations,
    [property: Id(1)] string Salt,
    [property: Id(2)] string Key) : ISecret
{
    /// <summary>Rounds for a hash made today (OWASP's floor for this function).</summary>
    public const int IterationsNow = 210_000;

    public const int SaltBytes = 16;
    public const int KeyBytes = 64;

    /// <summary>Made with fewer rounds than one would be today.</summary>
    [JsonIgnore]
    public bool IsOutdated => Iterations < IterationsNow;

    /// <param name="salt">16 random bytes, never used before.</param>
    public static PasswordHash Of(string password, ReadOnlySpan<byte> salt) =>
        new(IterationsNow, Convert.ToBase64String(salt), Convert.ToBase64String(Derive(password, salt, IterationsNow)));

    /// <summary>The costly step (tens of milliseconds): keep it off grain turns.</summary>
    public static byte[] Derive(string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, KeyBytes);

    /// <summary>Whether a derived key is this one; takes the same time for every wrong answer.</summary>
    public bool Matches(ReadOnlySpan<byte> derived) => CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(Key));

    public override string ToString() => SecretString.Redacted;
}
