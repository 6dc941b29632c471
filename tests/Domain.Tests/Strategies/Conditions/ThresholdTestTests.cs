using System.Text.Json;
using CsCheck;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Conditions;

public sealed class ThresholdTestTests(ITestOutputHelper output)
{
    private static readonly Gen<double> Value = Gen.Frequency((8, Gen.Int[0, 4].Select(n => (double)n)), (1, Gen.Const(double.NaN)), (1, Gen.Const(double.PositiveInfinity)));

    [Theory]
    [InlineData(">", "2")]
    [InlineData("<=", "2")]
    [InlineData("==", "2")]
    [InlineData("!=", "2")]
    [InlineData("between", "[1, 3]")]
    [InlineData("outside", "[1, 3]")]
    [InlineData("crosses_above", "2")]
    [InlineData("crosses_below", "2")]
    public void Count_is_the_one_of_value_after_value(string op, string threshold)
    {
        using var json = JsonDocument.Parse(threshold);
        var test = ThresholdTest.Parse(op, json.RootElement, "", new List<ValidationError>())!;
        var (cases, fired, longer) = (0, 0, 0);

        Value.Array[0, 200].Sample(
            values =>
            {
                var expected = Count(op, values);
                Assert.Equal(expected, test.CountTrue(values));
                (cases, fired, longer) = (cases + 1, fired + (expected > 0 ? 1 : 0), longer + (values.Length > 64 ? 1 : 0));
            },
            iter: 12_500,
            threads: 1);

        output.WriteLine($"{cases} cases, fired in {100d * fired / cases:0.0} %, longer than a word {100d * longer / cases:0.0} %");
        Assert.True(fired * 100 > cases && longer * 100 > cases);
    }

    private static long Count(string op, double[] values) =>
        values.Where((value, at) => double.IsFinite(value) && op switch
        {
            ">" => value > 2,
            "<=" => value <= 2,
            "==" => value == 2,
            "!=" => value != 2,
            "between" => value is >= 1 and <= 3,
            "outside" => value is < 1 or > 3,
            "crosses_above" => value > 2 && at > 0 && double.IsFinite(values[at - 1]) && values[at - 1] <= 2,
            _ => value < 2 && at > 0 && double.IsFinite(values[at - 1]) && values[at - 1] >= 2,
        }).LongCount();
}
