using System.Globalization;
using Trading.Domain.Accounts;

namespace Trading.Domain.Tests.Accounts;

public sealed class LedgerAmountTests
{
    [Theory]
    [InlineData("0.0000000000005", "0")]
    [InlineData("0.0000000000015", "0.000000000002")]
    [InlineData("0.0000000000025", "0.000000000002")]
    [InlineData("-0.0000000000015", "-0.000000000002")]
    [InlineData("-0.0000000000025", "-0.000000000002")]
    [InlineData("1.10", "1.1")]
    public void Amounts_round_half_to_even_at_twelve_decimals(string amount, string expected)
    {
        var rounded = LedgerAmount.Round(Number(amount));

        Assert.Equal(expected, rounded.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("100", "1", "3", "33.333333333333")]
    [InlineData("200", "1", "3", "66.666666666667")]
    [InlineData("-200", "1", "3", "-66.666666666667")]
    [InlineData("0.000000000001", "1", "2", "0")]
    [InlineData("0.000000000003", "1", "2", "0.000000000002")]
    [InlineData("-0.000000000003", "1", "2", "-0.000000000002")]
    [InlineData("-0.000000000005", "1", "2", "-0.000000000002")]
    [InlineData("7", "7", "7", "7")]
    public void Share_is_rounded_once_half_to_even(string total, string part, string whole, string expected)
    {
        Assert.Equal(Number(expected), LedgerAmount.Share(Number(total), Number(part), Number(whole)));
    }

    [Fact]
    public void Share_of_a_large_cost_is_not_rounded_by_the_product()
    {
        // The product has 36 digits; a decimal would keep 28 of them.
        Assert.Equal(
            41152263.004115226300m, LedgerAmount.Share(123456789.012345678900m, 0.333333333333m, 0.999999999999m));
    }

    [Fact]
    public void Share_of_nothing_is_refused() => Assert.Throws<DivideByZeroException>(() => LedgerAmount.Share(1m, 1m, 0m));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
