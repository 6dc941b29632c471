using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Trading.Domain.Secrets;

namespace Trading.Api.Security;

/// <summary>Where the key is that secrets of traders are sealed with.</summary>
/// <param name="KeyFile">Full path; null when there is none, and nothing secret can be taken in.</param>
/// <param name="MakesKey">Development only: a missing file is made once.</param>
public sealed record SealingSettings(string? KeyFile, bool MakesKey)
{
    public const string KeyFileKey = "Trading:Credentials:KeyFile";

    /// <param name="fault">Takes the key and the rule it breaks.</param>
    public static SealingSettings Read(IConfiguration configuration, IHostEnvironment environment, string dataDirectory, Action<string, string> fault)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(fault);
        if (configuration[KeyFileKey] is { } given && !string.IsNullOrWhiteSpace(given))
        {
            var path = Path.GetFullPath(given);
            if (FaultOf(path) is { } rule)
            {
                fault(KeyFileKey, rule);
            }

            return new SealingSettings(path, MakesKey: false);
        }

        if (!environment.IsDevelopment())
        {
            return new SealingSettings(KeyFile: null, MakesKey: false);
        }

        var own = Path.Combine(dataDirectory, "credentials.key");
        if (File.Exists(own) && FaultOf(own) is { } broken)
        {
            fault(KeyFileKey, broken);
        }

        return new SealingSettings(own, MakesKey: true);
    }

    private static string? FaultOf(string path) => SigningKeyFile.Read(path) switch
    {
        { Fault: { } fault } => fault,
        { Keys.Algorithm: SecurityAlgorithms.HmacSha256 } => null,
        _ => $"must hold at least {SigningKeyFile.SecretBytesMin} random bytes as base64 or hexadecimal",
    };
}

/// <summary>Seals what traders entrust (AES-256-GCM), so that the database alone gives nothing away. What was sealed with the previous key can still be opened.</summary>
internal sealed class SealedSecrets : IDisposable
{
    private const byte Version = 1;
    private const int KeyIdBytes = 8;
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly List<(byte[] Id, AesGcm Cipher)> _keys = [];

    public SealedSecrets(SealingSettings settings)
    {
        if (settings.KeyFile is not { } path)
        {
            return;
        }

        if (settings.MakesKey && !File.Exists(path))
        {
            SigningKeyFile.Make(path);
        }

        var (keys, fault) = SigningKeyFile.Read(path);
        if (keys is null)
        {
            throw new InvalidOperationException($"{SealingSettings.KeyFileKey} {fault}.");
        }

        foreach (var key in new[] { keys.Current, keys.Previous }.OfType<SymmetricSecurityKey>())
        {
            // The file may hold any number of random bytes; a cipher's key is derived for this use alone.
            _keys.Add((
                Base64Url.DecodeFromChars(key.KeyId),
                new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Key, 32, info: "trading sealed secrets"u8.ToArray()), TagBytes)));
        }
    }

    /// <summary>False when no key is configured.</summary>
    public bool IsReady => _keys.Count > 0;

    /// <param name="subject">What the secret belongs to; it can be opened for nothing else.</param>
    public byte[] Seal(SecretString secret, string subject)
    {
        var (id, cipher) = _keys[0];
        var plain = Encoding.UTF8.GetBytes(secret.Reveal());
        var box = new byte[1 + KeyIdBytes + NonceBytes + TagBytes + plain.Length];
        box[0] = Version;
        id.CopyTo(box.AsSpan(1));
        var nonce = box.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(
            nonce, plain, box.AsSpan(1 + KeyIdBytes + NonceBytes + TagBytes), box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes), Encoding.UTF8.GetBytes(subject));
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <returns>Null when none of the keys opens it.</returns>
    public SecretString? Open(byte[] box, string subject)
    {
        var head = 1 + KeyIdBytes + NonceBytes + TagBytes;
        if (box.Length < head || box[0] != Version
            || _keys.Find(key => box.AsSpan(1, KeyIdBytes).SequenceEqual(key.Id)) is not { Cipher: { } cipher })
        {
            return null;
        }

        var plain = new byte[box.Length - head];
        try
        {
            cipher.Decrypt(
                box.AsSpan(1 + KeyIdBytes, NonceBytes), box.AsSpan(head), box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(subject));
            return new SecretString(Encoding.UTF8.GetString(plain));
        }
        catch (AuthenticationTagMismatchException)
        {
            // Changed, or of another subject: as good as none.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => _keys.ForEach(key => key.Cipher.Dispose());
}
