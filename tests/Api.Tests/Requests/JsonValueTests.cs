using System.Text.Json;
using CsCheck;
using Trading.Api.Json;
using Trading.Api.Requests;
using Trading.Domain.Orders;

namespace Trading.Api.Tests.Requests;

public sealed class JsonValueTests
{
    [Theory]
    [InlineData("1.10", "\"1.1\"")]
    [InlineData("0.0000000000000000000000000001", "\"0.0000000000000000000000000001\"")]
    [InlineData("-79228162514264337593543950335", "\"-79228162514264337593543950335\"")]
    [InlineData("100", "\"100\"")]
    [InlineData("0.000", "\"0\"")]
    public void Decimal_is_a_string_without_trailing_zeros(string value, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), ApiJson.Options));

    [Fact]
    public void Decimal_comes_back_to_the_last_digit() =>
        Gen.Decimal.Sample(
            value => JsonSerializer.Deserialize<decimal>(JsonSerializer.Serialize(value, ApiJson.Options), ApiJson.Options) == value, iter: 100_000, threads: 1);

    [Fact]
    public void Time_is_UTC_with_milliseconds() =>
        Assert.Equal(
            "\"2026-01-31T08:30:00.125Z\"",
            JsonSerializer.Serialize(new DateTimeOffset(2026, 1, 31, 9, 30, 0, 125, TimeSpan.FromHours(1)), ApiJson.Options));

    [Fact]
    public void Enums_are_snake_case_but_the_status_of_an_order_has_its_own_names() =>
        Assert.Equal(
            ("\"post_only\"", "\"stop_market\"", "\"PartiallyFilled\""),
            (JsonSerializer.Serialize(TimeInForce.PostOnly, ApiJson.Options),
                JsonSerializer.Serialize(OrderType.StopMarket, ApiJson.Options),
                JsonSerializer.Serialize(OrderStatus.PartiallyFilled, ApiJson.Options)));

    [Theory]
    [InlineData("$", "")]
    [InlineData("$.a.b", "/a/b")]
    [InlineData("$.legs[2].price", "/legs/2/price")]
    [InlineData("$['a/b']", "/a~1b")]
    public void Path_becomes_a_pointer(string path, string pointer) => Assert.Equal(pointer, JsonPointer.FromPath(path));
}
