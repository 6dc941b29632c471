using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Trading.Api.Security;
using Trading.Testing;

namespace Trading.Api.Tests.Auth;

public sealed class SigningKeyFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("short")]
    [InlineData("c2hvcnQ=")]
    [InlineData("changeme")]
    [InlineData("change-me-change-me-change-me-change-me-change-me")]
    [InlineData("your-256-bit-secret-your-256-bit-secret-your-256-bit")]
    [InlineData("a-string-secret-at-least-256-bits-long")]
    [InlineData("00000000000000000000000000000000000000000000")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    [InlineData("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")]
    [InlineData("dGhpcyBpcyBhIHBsYWluIHNlbnRlbmNlIG9mIHdvcmRzIGluIGJhc2U2NA==")]
    public void Weak_known_or_unreadable_key_is_refused_without_showing_it(string content)
    {
        var (keys, fault) = SigningKeyFile.Parse(Encoding.ASCII.GetBytes(content));

        Assert.Null(keys);
        Assert.True(content.Trim().Length < 3 || !fault!.Contains(content, StringComparison.Ordinal));
    }

    [Fact]
    public void Three_keys_are_refused() =>
        Assert.NotNull(SigningKeyFile.Parse(Encoding.ASCII.GetBytes($"{Secret()}\n{Secret()}\n{Secret()}")).Fault);

    [Fact]
    public void Random_bytes_are_a_key_however_they_are_written()
    {
        for (var round = 0; round < 500; round++)
        {
            var secret = RandomNumberGenerator.GetBytes(32);
            string[] texts = [Convert.ToBase64String(secret), Convert.ToHexString(secret), Convert.ToHexStringLower(secret) + "\n", Base64UrlEncoder.Encode(secret)];

            var ids = texts.Select(text => SigningKeyFile.Parse(Encoding.ASCII.GetBytes(text)).Keys!.Current.KeyId).Append(SigningKeyFile.Parse(secret).Keys!.Current.KeyId);

            Assert.Single(ids.Distinct());
        }
    }

    [Fact]
    public void First_key_signs_and_the_second_only_verifies()
    {
        var (first, second) = (Secret(), Secret());

        var keys = SigningKeyFile.Parse(Encoding.ASCII.GetBytes($"{first}\n{second}")).Keys!;

        Assert.Equal(SigningKeyFile.Parse(Encoding.ASCII.GetBytes(first)).Keys!.Current.KeyId, keys.Current.KeyId);
        Assert.Equal((keys.Current, keys.Previous, null), (keys.Find(keys.Current.KeyId), keys.Find(keys.Previous!.KeyId), keys.Find("other")));
        Assert.Null(keys.Find(null));
    }

    [Fact]
    public void Private_keys_on_P256_sign_with_ES256()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var wrongCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal("ES256", SigningKeyFile.Parse(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())).Keys!.Algorithm);
        Assert.Equal("ES256", SigningKeyFile.Parse(Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem())).Keys!.Algorithm);
        Assert.NotNull(SigningKeyFile.Parse(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())).Fault);
        Assert.NotNull(SigningKeyFile.Parse(Encoding.ASCII.GetBytes(wrongCurve.ExportPkcs8PrivateKeyPem())).Fault);
    }

    [Fact]
    public void Made_key_is_good_and_its_owner_s_alone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "signing.key");

        SigningKeyFile.Make(path);

        Assert.Null(SigningKeyFile.Read(path).Fault);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
