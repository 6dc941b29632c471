using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Api.Markets;

/// <summary>What OpenAPI shows of markets.</summary>
internal static class MarketExamples
{
    private static readonly DateTimeOffset At = new(2024, 8, 9, 0, 2, 51, 734, TimeSpan.Zero);
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    public static readonly RecordedMarketAnswer Market = new(
        Btc, 61_692.6m, 61_690.1m, 61_692.5m, 61_692.6m, At, "dead", "binance", 0.1m, 0.001m, 0.001m, 0m, 1m, 100, 0.005m, 0.0005m, null,
        "dat-abcdefghijklmnopqrst", ["book", "mark", "trades"], "mark");

    public static readonly MarketTradeAnswer Trade = new(At, 61_692.6m, 0.002m, TakerSide.Buy, "5230214523");

    public static readonly MarketBookAnswer Book = new(Btc, "binance", At, [new BookLevelAnswer(61_692.5m, 3.2m)], [new BookLevelAnswer(61_692.6m, 1.9m)]);
}
