using CsCheck;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class CandleBuilderTests
{
    private static readonly CandleInterval Minute = CandleInterval.Parse("1m");

    [Fact]
    public void Candle_holds_its_trades_and_empty_intervals_have_none()
    {
        var builder = new CandleBuilder(Minute);

        Candle?[] closed = [builder.Add(60_500, 2m, 1m), builder.Add(61_000, 3m, 0.5m), builder.Add(119_999, 1m, 2m), builder.Add(300_000, 5m, 1m), builder.Finish(), builder.Finish()];

        Assert.Equal([null, null, null, new Candle(60_000, 2m, 3m, 1m, 1m, 3.5m, 3), new Candle(300_000, 5m, 5m, 5m, 5m, 1m, 1), null], closed);
    }

    [Fact]
    public void Candles_of_candles_are_the_candles_of_the_trades() =>
        Gen.Select(Gen.Long[0, 90_000], Gen.Int[1, 1000], Gen.Int[1, 1000]).Array[1, 60].Sample(
            steps =>
            {
                var timeMs = 0L;
                var trades = steps.Select(step => (TimeMs: timeMs += step.Item1, Price: step.Item2 / 10m, Quantity: step.Item3 / 100m)).ToList();

                var direct = Build("15m", trades.Select(trade => new Candle(trade.TimeMs, trade.Price, trade.Price, trade.Price, trade.Price, trade.Quantity, 1)));
                var stepwise = Build("15m", Build("5m", Build("1m", trades.Select(
                    trade => new Candle(trade.TimeMs, trade.Price, trade.Price, trade.Price, trade.Price, trade.Quantity, 1)))));

                return direct.SequenceEqual(stepwise) && direct.Sum(candle => candle.Volume) == trades.Sum(trade => trade.Quantity);
            },
            iter: 20_000);

    private static List<Candle> Build(string interval, IEnumerable<Candle> parts)
    {
        var builder = new CandleBuilder(CandleInterval.Parse(interval));
        var candles = parts.Select(builder.Add).OfType<Candle>().ToList();
        return [.. candles, .. builder.Finish() is { } last ? [last] : Array.Empty<Candle>()];
    }
}
