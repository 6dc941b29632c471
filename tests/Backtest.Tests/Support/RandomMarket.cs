using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Backtest.Tests.Support;

/// <summary>Recordings by seed: restless prices around 100 with silences, equal times, wide spreads and a midnight.</summary>
internal sealed record RandomMarket(MemoryMarket Market, ReplayMarket[] Markets)
{
    private const long CandleMs = 60_000;

    private static readonly Symbol[] Names = [Symbol.Parse("ADA_USDT"), Symbol.Parse("BTC_USDT"), Symbol.Parse("ETH_USDT")];

    public Symbol[] Symbols => [.. Markets.Select(market => market.Instrument.Symbol)];

    public bool IsCandles => Markets.Any(market => market.CandleInterval is not null);

    /// <summary>The last instant of which every symbol has data.</summary>
    public long CommonEndMs { get; private init; }

    public static RandomMarket Make(Random random, int symbols, int events)
    {
        var recording = new MemoryMarket();
        var markets = new List<ReplayMarket>();

        // Starts so that midnight, which is a funding time too, falls into most recordings.
        var start = PricePath.Start - random.Next(events * 400);
        var end = long.MaxValue;
        foreach (var name in Names.Take(symbols))
        {
            var isCandles = random.Next(5) == 0;
            var series = isCandles ? MarketSeries.Candles : MarketSeries.Trades;
            series |= !isCandles && random.Next(10) < 7 ? MarketSeries.Book : MarketSeries.None;
            series |= random.Next(3) == 0 ? MarketSeries.Mark : MarketSeries.None;
            series |= random.Next(4) == 0 ? MarketSeries.Funding : MarketSeries.None;
            markets.Add(Run.MarketOf(name, series, isCandles ? TimeSpan.FromMilliseconds(CandleMs) : null));
            var last = Fill(recording, random, name, series, start, events);
            if (isCandles)
            {
                last = AddCandles(recording, random, name, start, events / 20);
            }

            end = Math.Min(end, last);
        }

        return new RandomMarket(recording, [.. markets]) { CommonEndMs = end };
    }

    private static long Fill(MemoryMarket recording, Random random, Symbol name, MarketSeries series, long start, int events)
    {
        var (timeMs, price, drift) = (start + random.Next(3_000), 100m, 0m);
        for (var count = 0; count < events; count++)
        {
            timeMs += random.Next(12) switch { 0 => 0, 1 => random.Next(4_000), < 5 => random.Next(1_000), _ => random.Next(150) };
            timeMs += random.Next(300) == 0 ? random.Next(90_000) : 0;
            drift = random.Next(60) == 0 ? random.Next(-6, 7) * 0.01m : drift;
            price = Math.Clamp(price + drift + (random.Next(-8, 9) * 0.01m) + (random.Next(250) == 0 ? random.Next(-500, 501) * 0.01m : 0m), 60m, 160m);
            var half = random.Next(80) == 0 ? random.Next(100, 300) * 0.01m : random.Next(1, 8) * 0.01m;
            switch (random.Next(10))
            {
                case < 5 when series.HasFlag(MarketSeries.Trades):
                    var side = random.Next(2) == 0 ? TakerSide.Buy : TakerSide.Sell;
                    recording.Trade(name, timeMs, price + (side is TakerSide.Buy ? 0.01m : -0.01m), random.Next(1, 4_000) * 0.001m, side);
                    break;
                case < 9 when series.HasFlag(MarketSeries.Book):
                    recording.Book(name, timeMs, price - half, price + half, random.Next(1, 5_000) * 0.001m, random.Next(1, 5_000) * 0.001m);
                    break;
                case 9 when series.HasFlag(MarketSeries.Mark):
                    recording.Mark(name, timeMs, price + (random.Next(-5, 6) * 0.01m));
                    break;
                case 9 when series.HasFlag(MarketSeries.Funding) && random.Next(20) == 0:
                    recording.Funding(name, timeMs, random.Next(-20, 21) * 0.0001m);
                    break;
            }
        }

        return recording.LastTimeMs(name) ?? start;
    }

    private static long AddCandles(MemoryMarket recording, Random random, Symbol name, long start, int count)
    {
        var candles = new List<Candle>();
        var (openMs, close) = (start / CandleMs * CandleMs, 100m);
        for (var number = 0; number < count; number++, openMs += CandleMs)
        {
            if (number > 0 && random.Next(30) == 0)
            {
                continue;
            }

            var open = close + (random.Next(-20, 21) * 0.01m);
            close = Math.Clamp(open + (random.Next(-150, 151) * 0.01m), 60m, 160m);
            candles.Add(new Candle(
                openMs, open, Math.Max(open, close) + (random.Next(80) * 0.01m), Math.Min(open, close) - (random.Next(80) * 0.01m), close,
                random.Next(1, 50_000) * 0.001m, null));
        }

        recording.Candles(name, candles);
        return openMs - 1;
    }
}
