using System.Text.Json;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class CandleIntervalTests
{
    [Theory]
    [InlineData("1s", "2024-05-15T13:37:42.999Z", "2024-05-15T13:37:42Z", "2024-05-15T13:37:43Z")]
    [InlineData("5m", "2024-05-15T13:37:42Z", "2024-05-15T13:35:00Z", "2024-05-15T13:40:00Z")]
    [InlineData("4h", "2024-05-15T13:37:42Z", "2024-05-15T12:00:00Z", "2024-05-15T16:00:00Z")]
    [InlineData("1d", "2024-05-15T13:37:42Z", "2024-05-15T00:00:00Z", "2024-05-16T00:00:00Z")]
    [InlineData("1w", "2024-05-15T13:37:42Z", "2024-05-13T00:00:00Z", "2024-05-20T00:00:00Z")]
    [InlineData("1w", "2024-05-13T00:00:00Z", "2024-05-13T00:00:00Z", "2024-05-20T00:00:00Z")]
    [InlineData("1w", "2024-05-12T23:59:59Z", "2024-05-06T00:00:00Z", "2024-05-13T00:00:00Z")]
    [InlineData("1M", "2024-02-29T23:59:59Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("3M", "2024-05-15T13:37:42Z", "2024-04-01T00:00:00Z", "2024-07-01T00:00:00Z")]
    [InlineData("1M", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-02-01T00:00:00Z")]
    public void Interval_is_aligned_to_the_calendar(string text, string at, string open, string close)
    {
        var interval = CandleInterval.Parse(text);

        var openMs = interval.OpenTimeOf(Ms(at));

        Assert.Equal((Ms(open), Ms(close)), (openMs, interval.CloseTimeOf(openMs)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("0m")]
    [InlineData("-1m")]
    [InlineData("1.5m")]
    [InlineData("1y")]
    [InlineData("m1")]
    [InlineData(" 1m")]
    [InlineData("99999m")]
    public void What_is_no_interval_is_refused(string? text) => Assert.False(CandleInterval.TryParse(text, out _));

    [Theory]
    [InlineData("5m", "1m", true)]
    [InlineData("5m", "2m", false)]
    [InlineData("1d", "7m", false)]
    [InlineData("1w", "1d", true)]
    [InlineData("1w", "2d", false)]
    [InlineData("1w", "4h", true)]
    [InlineData("1M", "1d", true)]
    [InlineData("1M", "2d", false)]
    [InlineData("1M", "1w", false)]
    [InlineData("3M", "1M", true)]
    [InlineData("1d", "1M", false)]
    [InlineData("1m", "5m", false)]
    public void Coarser_candles_are_made_of_finer_ones_that_never_cross_their_boundary(string coarse, string fine, bool isMade) =>
        Assert.Equal(isMade, CandleInterval.Parse(coarse).IsMadeOf(CandleInterval.Parse(fine)));

    [Fact]
    public void Json_is_the_text() =>
        Assert.Equal((CandleInterval.Parse("15m"), "\"15m\""), (JsonSerializer.Deserialize<CandleInterval>("\"15m\""), JsonSerializer.Serialize(CandleInterval.Parse("15m"))));

    private static long Ms(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
