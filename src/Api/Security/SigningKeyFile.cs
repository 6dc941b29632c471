using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Tokens;

namespace Trading.Api.Security;

/// <summary>
/// The file with the keys that sign access tokens: PEM blocks of P-256 private keys (ES256), or lines of base64 or hexadecimal
/// of at least 32 random bytes (HS256), or the raw bytes of one such secret. The first key signs; the second is the previous one and still verifies.
/// </summary>
internal static partial class SigningKeyFile
{
    public const int SecretBytesMin = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private const int FileBytesMax = 16 * 1024;
    private const int KeysMax = 2;
    private const int DistinctBytesMin = 16;
    private const int KeyIdBytes = 8;

    // Words of at least six letters: in random base64 of this length they do not turn up by chance.
    private static readonly string[] PlaceholderWords =
    [
        "change", "secret", "placeholder", "password", "example", "replace", "default", "develop", "signing", "trading", "insert",
        "foobar", "qwerty", "letmein", "yourkey", "256bit", "12345678", "abcdefgh", "01234567", "deadbeef", "testtest",
    ];

    // Published keys: RFC 7515 appendix A.1 and A.3.
    private static readonly string[] KnownKeys =
    [
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
    ];

    /// <returns>The keys, or the rule that the file breaks; never anything of its content.</returns>
    public static (SigningKeys? Keys, string? Fault) Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return (null, "names a file that does not exist");
            }

            return file.Length > FileBytesMax ? (null, "names a file that is too large for a key") : Parse(File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, "names a file that cannot be read");
        }
    }

    /// <summary>Makes a file with one new secret, readable by its owner only.</summary>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, Encoding.ASCII, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytesMin)));
    }

    public static (SigningKeys? Keys, string? Fault) Parse(ReadOnlySpan<byte> content)
    {
        var text = IsText(content) ? Encoding.ASCII.GetString(content).Trim() : null;
        return text switch
        {
            "" => (null, "names an empty file"),
            null => FromSecrets([content.ToArray()]),
            _ when text.Contains("-----BEGIN", StringComparison.Ordinal) => FromPem(text),
            _ => FromLines(text),
        };
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        foreach (var value in content)
        {
            if (value is not ((>= 0x20 and < 0x7f) or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return false;
            }
        }

        return true;
    }

    private static (SigningKeys? Keys, string? Fault) FromPem(string text)
    {
        var keys = new List<SecurityKey>();
        foreach (var block in PemBlock().Matches(text).Select(match => match.Value))
        {
            var ecdsa = ECDsa.Create();
            try
            {
                ecdsa.ImportFromPem(block);
                var point = ecdsa.ExportParameters(includePrivateParameters: true);
                if (ecdsa.KeySize != 256 || point.D is null)
                {
                    return (null, "must hold private keys on the curve P-256");
                }

                keys.Add(new ECDsaSecurityKey(ecdsa) { KeyId = IdOf([.. point.Q.X!, .. point.Q.Y!]) });
            }
            catch (Exception fault) when (fault is ArgumentException or CryptographicException)
            {
                return (null, "must hold private keys on the curve P-256");
            }
        }

        return Keys(keys, SecurityAlgorithms.EcdsaSha256);
    }

    private static (SigningKeys? Keys, string? Fault) FromLines(string text)
    {
        var secrets = new List<byte[]>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (KnownKeys.Contains(line, StringComparer.Ordinal) || IsPlaceholder(line))
            {
                return (null, "holds a known or placeholder key");
            }

            if (Decode(line) is not { } secret)
            {
                return (null, $"must hold at least {SecretBytesMin} random bytes as base64 or hexadecimal, or PEM blocks");
            }

            secrets.Add(secret);
        }

        return FromSecrets(secrets);
    }

    private static (SigningKeys? Keys, string? Fault) FromSecrets(List<byte[]> secrets)
    {
        if (secrets.Exists(secret => secret.Length < SecretBytesMin))
        {
            return (null, $"holds a key of fewer than {SecretBytesMin} bytes");
        }

        if (secrets.Exists(secret => !LooksRandom(secret)))
        {
            return (null, "holds a known or placeholder key");
        }

        return Keys([.. secrets.Select(secret => new SymmetricSecurityKey(secret) { KeyId = IdOf(secret) })], SecurityAlgorithms.HmacSha256);
    }

    private static (SigningKeys? Keys, string? Fault) Keys(List<SecurityKey> keys, string algorithm) => keys.Count is 0 or > KeysMax
        ? (null, "must hold one key, or the current and the previous one")
        : (new SigningKeys(algorithm, keys[0], keys.Count > 1 ? keys[1] : null), null);

    private static byte[]? Decode(string line)
    {
        if (line.Length % 2 == 0 && line.Length >= 2 * SecretBytesMin && line.AsSpan().IndexOfAnyExcept(HexDigits) < 0)
        {
            return Convert.FromHexString(line);
        }

        var plain = line.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        try
        {
            return Base64Url.DecodeFromChars(plain);
        }
        catch (FormatException)
        {
            // Not base64: the caller tells the operator what is wanted.
            return null;
        }
    }

    private static bool IsPlaceholder(string line)
    {
        var letters = string.Concat(line.Where(char.IsAsciiLetterOrDigit));
        return PlaceholderWords.Any(word => letters.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Random bytes are mostly distinct and their steps too; texts, counters and repetitions are not.</summary>
    private static bool LooksRandom(byte[] secret)
    {
        var steps = secret.Zip(secret.Skip(1), (first, second) => (byte)(second - first)).Distinct().Count();
        return secret.Distinct().Count() >= DistinctBytesMin && steps >= DistinctBytesMin && !IsText(secret);
    }

    private static string IdOf(byte[] key) => Base64Url.EncodeToString(SHA256.HashData(key).AsSpan(0, KeyIdBytes));

    [GeneratedRegex("-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PemBlock();
}

/// <param name="Algorithm">The one algorithm; pinned when the process starts.</param>
/// <param name="Current">Signs and verifies.</param>
/// <param name="Previous">Verifies until its last token has expired.</param>
internal sealed record SigningKeys(string Algorithm, SecurityKey Current, SecurityKey? Previous)
{
    public SecurityKey? Find(string? keyId) => keyId is null ? null
        : keyId == Current.KeyId ? Current
        : keyId == Previous?.KeyId ? Previous
        : null;
}
