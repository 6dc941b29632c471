using Trading.Domain.Users;

namespace Trading.Domain.Tests.Users;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("short")]
    [InlineData("elevenchars")]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("Passw0rd!2026")]
    [InlineData("changeme1234!")]
    [InlineData("qwertyuiop12")]
    [InlineData("QwertyUiopAs")]
    [InlineData("123456789012")]
    [InlineData("abcdefghijkl")]
    [InlineData("lkjihgfedcba")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("abc123abc123")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("alice2026!!!")]
    [InlineData("2026-Alice-1")]
    public void Short_or_easily_guessed_password_is_refused(string password) => Assert.NotNull(PasswordRule.FaultOf(password, "alice"));

    [Theory]
    [InlineData("uncommon-river-42")]
    [InlineData("Wx9!kq-Tz71mLp")]
    [InlineData("a long and private phrase")]
    [InlineData("mañana en Zürich über")]
    public void Long_and_uncommon_password_is_taken(string password) => Assert.Null(PasswordRule.FaultOf(password, "alice"));

    [Fact]
    public void Limits_are_12_and_128_characters()
    {
        var long128 = string.Concat(Enumerable.Range(0, 32).Select(number => (char)('a' + (number % 26)) + "xQ" + (char)('A' + (number * 7 % 26))));

        Assert.Null(PasswordRule.FaultOf(long128, "alice"));
        Assert.NotNull(PasswordRule.FaultOf(long128 + "z", "alice"));
    }

    [Fact]
    public void Hash_is_slow_salted_and_fits_only_its_password()
    {
        var hash = PasswordHash.Of("uncommon-river-42", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

        Assert.True(hash.Iterations >= 210_000);
        Assert.True(hash.Matches(PasswordHash.Derive("uncommon-river-42", Convert.FromBase64String(hash.Salt), hash.Iterations)));
        Assert.False(hash.Matches(PasswordHash.Derive("uncommon-river-43", Convert.FromBase64String(hash.Salt), hash.Iterations)));
        Assert.False(hash.Matches([]));
        Assert.Equal("[redacted]", hash.ToString());
    }

    /// <summary>PBKDF2-HMAC-SHA512 of "password" with salt "salt" and 1 round, first 16 bytes: the value that other libraries publish for it.</summary>
    [Fact]
    public void Derivation_is_PBKDF2_with_SHA512() =>
        Assert.Equal("867f70cf1ade02cff3752599a3a53dc4", Convert.ToHexStringLower(PasswordHash.Derive("password", "salt"u8, 1).AsSpan(0, 16)));

    [Theory]
    [InlineData("abc", true)]
    [InlineData("a.b_c-9", true)]
    [InlineData("ab", false)]
    [InlineData("Alice", false)]
    [InlineData("a:b", false)]
    [InlineData("a+b", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456", false)]
    public void User_name_is_a_key_part(string? name, bool isValid) => Assert.Equal(isValid, UserName.IsValid(name));
}
