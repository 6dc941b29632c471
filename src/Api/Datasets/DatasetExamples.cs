using System.Text.Json.Nodes;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Api.Datasets;

/// <summary>What OpenAPI shows of datasets.</summary>
internal static class DatasetExamples
{
    private static readonly DateTimeOffset At = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    public static readonly GenerateDatasetRequest Generate = new("pumps", Btc, SyntheticScenario.PumpAndDump, "4h", 200, 7);

    public static readonly JsonObject Import = new()
    {
        ["name"] = "august",
        ["symbol"] = "BTC_USDT",
        ["venue"] = "binance",
        ["kind"] = "trades",
        ["instrument"] = """{"contractSize":"1"}""",
        ["file"] = "(the file's bytes)",
    };

    public static readonly ImportAccepted Accepted = new("dat-abcdefghijklmnopqrst", "pumps", DatasetState.Importing, "imp-abcdefghijklmnopqrst");

    public static readonly DatasetAnswer Dataset = new(
        Accepted.Id, "pumps", "alice", Shared: false, DatasetState.Ready, Sealed: false, Synthetic: true, At,
        [
            new DatasetSymbolAnswer(
                Btc, "synthetic", new InstrumentAnswer(0.1m, 0.001m, 0.001m, 0m, 1m, 100, 0.005m, 0.0005m), "pump_and_dump", ["trades"], At, At.AddHours(4),
                [new SeriesAnswer("trades", At, At.AddHours(4), 1_440_000, null)], 0, 0),
        ],
        [new ImportAnswer(Accepted.Import, Btc, null, ImportState.Ready, 2_880_000, 0, 100, At, [])]);

    public static readonly QualityAnswer Quality = new([new SeriesQualityAnswer(Btc, "trades", 1_440_000, 100, 10, 0, [], 0, 0)]);

    /// <summary>As CSV; Parquet has the same columns.</summary>
    public const string ExportedTrades = "timestamp_ms,price,quantity,side,trade_id\n1704067200125,61800.2,0.012,buy,4711\n";

    public static readonly CandlesAnswer Candles = new(Btc, "1m", [new CandleAnswer(At, 100m, 101m, 99.5m, 100.5m, 42m, 600)], null);
}
