using System.Globalization;
using CsCheck;
using Trading.Storage.Tables;

namespace Trading.Storage.Tests.Tables;

public sealed class CanonicalDecimalTests
{
    [Theory]
    [InlineData("0.000", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("100", "100")]
    [InlineData("1.500", "1.5")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-7.9228162514264337593543950335", "-7.9228162514264337593543950335")]
    [InlineData("7922816251426433759354395033.0", "7922816251426433759354395033")]
    public void A_value_has_one_text(string given, string text) =>
        Assert.Equal(text, CanonicalDecimal.Text(decimal.Parse(given, CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_decimal_keeps_its_value_loses_its_trailing_zeros_and_reads_back()
    {
        var (whole, fractional, trimmed) = (0, 0, 0);

        Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Int[0, 28], Gen.Int[0, 8])
            .Select((lo, mid, hi, negative, scale, zeros) => WithZeros(new decimal(lo, zeros > 4 ? 0 : mid, zeros > 2 ? 0 : hi, negative, (byte)scale), zeros))
            .Sample(
                value =>
                {
                    var text = CanonicalDecimal.Text(value);
                    Interlocked.Add(ref whole, text.Contains('.', StringComparison.Ordinal) ? 0 : 1);
                    Interlocked.Add(ref fractional, text.Contains('.', StringComparison.Ordinal) ? 1 : 0);
                    Interlocked.Add(ref trimmed, text.Length < value.ToString(CultureInfo.InvariantCulture).Length ? 1 : 0);
                    return CanonicalDecimal.Parse(text) == value
                        && CanonicalDecimal.Of(value) == value
                        && CanonicalDecimal.Of(value).ToString(CultureInfo.InvariantCulture) == text
                        && !(text.Contains('.', StringComparison.Ordinal) && text.EndsWith('0'))
                        && !text.Contains('E', StringComparison.Ordinal)
                        && text != "-0";
                },
                iter: 200_000);

        TestContext.Current.TestOutputHelper?.WriteLine($"whole {whole}, fractional {fractional}, trimmed {trimmed}");
        Assert.All([whole, fractional, trimmed], count => Assert.True(count > 2_000, $"whole {whole}, fractional {fractional}, trimmed {trimmed}"));
    }

    /// <summary>The same value with more digits behind the point, as far as they fit.</summary>
    private static decimal WithZeros(decimal value, int zeros)
    {
        for (; zeros > 0 && value.Scale < 28 && Math.Abs(value) < 1_000_000m; zeros--)
        {
            value *= 1.0m;
        }

        return value;
    }
}
