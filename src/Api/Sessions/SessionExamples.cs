using System.Collections.Immutable;
using System.Text.Json;
using Trading.Api.Indicators;
using Trading.Api.Orders;
using Trading.Domain.Exchanges;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;

namespace Trading.Api.Sessions;

/// <summary>What OpenAPI shows of sessions.</summary>
internal static class SessionExamples
{
    private static readonly DateTimeOffset At = OrderExamples.At;
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly LeafAnswer Leaf = new("/signal/when/all/0", "pump", ">=", 7, 7.4, true, 0, 0);

    public static readonly CreateSessionRequest Create = new(
        SessionMode.Backtest, new MarketRequest(Dataset: "pumps", Speed: JsonSerializer.SerializeToElement("max")),
        [new StrategyRequest("flash-pump-fade", [Btc])], "First try");

    public static readonly SessionAnswer Session = new(
        "ses-abcdefghijklmno", "First try", "alice", SessionMode.Backtest, SessionStatus.Completed, "acc-ses-abcdefghijklmno", 1,
        new MarketSelectionAnswer(null, "pumps", "dat-abcdefghijklmnopqrst", "max"), [new SessionStrategyAnswer("flash-pump-fade", 1, [Btc])], 10_000m, StopPolicy.Cancel, 3,
        new ProgressAnswer(100, 2_880_000, 5_100_000, At, 0), At, At.AddSeconds(1), Archived: false, null,
        [new SessionTransitionAnswer(At, SessionStatus.Created, SessionStatus.Starting, "alice", "create", "")],
        Venue: SessionVenueAnswer.Of(SimulatedVenueOptions.Default));

    public static readonly SessionAnswer Paused = Session with
    {
        State = SessionStatus.Running,
        EndedAt = null,
        Interventions = [new InterventionAnswer("flash-pump-fade", InterventionKind.Pause, "alice", At, EffectiveAt: null, [])],
    };

    public static readonly InstanceAnswer Instance = new(
        "flash-pump-fade", 1, Btc, InstanceStatus.Watching, Paused: false, At, 100, [Leaf], new WhyNotAnswer("signal", [Leaf with { Value = 1.2, Verdict = false, Distance = 5.8 }]));

    public static readonly SessionMarketAnswer Market = new(Btc, 61_800.3m, 61_800.25m, 61_800.2m, 61_800.3m, At, "replayed");

    public static readonly SignalAnswer Signal = new(
        "str-ses-abcdefghijklmno:flash-pump-fade:btc_usdt:1", "flash-pump-fade", 1, Btc, At, 61_800.2m, "entered", null, OrderExamples.Order.Id);

    public static readonly FillAnswer Fill = new(
        "t-1", OrderExamples.Order.Id, Btc, Side.Sell, 61_800.2m, 0.012m, 0.4449m, Liquidity.Taker, At, "flash-pump-fade", Sequence: 14);

    public static readonly RoundTripAnswer RoundTrip = new(
        Btc, "flash-pump-fade", "short", At, At.AddMinutes(2), 61_800.2m, 61_200m, 0.012m, 7.2024m, 0.8856m, 0m, 6.3168m, -1.2m, 8m, 120_000, "take_profit");

    public static readonly EquityAnswer Equity = new(At, 10_006.3168m, 10_006.3168m, 0, Sequence: 16);

    public static readonly InstanceTransitionAnswer Transition = new(
        At, "flash-pump-fade", 1, Btc, InstanceStatus.Watching, InstanceStatus.Signaled, "signal", 61_800.2m, [Leaf],
        "str-ses-abcdefghijklmno:flash-pump-fade:btc_usdt:1");

    public static readonly IndicatorSeriesAnswer Series = new(
        "flash-pump-fade", 1, Btc, "pump", "pump_magnitude_pct", PreviewCadence.Candle,
        [new PreviewPoint(1_704_067_260_000, double.NaN), new PreviewPoint(1_704_067_320_000, 7.4)]);

    private static readonly SessionMetrics Metrics = new()
    {
        NetPnl = 6.3168m,
        GrossPnl = 7.2024m,
        Fees = 0.8856m,
        Funding = 0m,
        Slippage = 0.01m,
        UnrealizedPnl = 0m,
        ReturnPct = 0.063,
        CagrPct = null,
        VolatilityPct = 1.2,
        Sharpe = 2.1,
        Sortino = 3.4,
        Calmar = null,
        MaxDrawdownPct = 0.02,
        MaxDrawdownDurationMs = 30_000,
        WinRatePct = 100,
        ProfitFactor = null,
        Expectancy = 6.3168m,
        AverageWin = 6.3168m,
        AverageLoss = null,
        LargestWin = 6.3168m,
        LargestLoss = null,
        AverageDurationMs = 120_000,
        ExposurePct = 0.8,
        Turnover = 0.15,
        LongestLosingRun = 0,
        BuyAndHoldPct = -1.1,
        RoundTrips = 1,
        Orders = 3,
        Fills = 2,
    };

    public static readonly ReportAnswer Report = new(
        Metrics, 10_006.3168m, 10_006.3168m, new string('0', 64), ImmutableSortedDictionary<string, SessionMetrics>.Empty.Add("BTC_USDT", Metrics),
        ImmutableSortedDictionary<string, SessionMetrics>.Empty.Add("flash-pump-fade", Metrics), new ReplayedAnswer(
            "pumps", "dat-abcdefghijklmnopqrst", At, At.AddHours(4),
            [new ReplayedSymbolAnswer(Btc, "synthetic", "pump_and_dump", "trades", "book", "mark", "dataset", ["trades", "book", "mark", "funding"], 2_880_000)]),
        Complete: true, [MetricFormulas.All[0]]);
}
