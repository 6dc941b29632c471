using Orleans;

namespace Trading.Domain.Sessions.Results;

/// <summary>The figures of a session, a strategy or a symbol; how each is computed stands in <see cref="MetricFormulas"/>. Null is not computable, never 0 or infinity.</summary>
[GenerateSerializer, Immutable, Alias("session-metrics")]
public sealed record SessionMetrics
{
    [Id(0)]
    public required decimal NetPnl { get; init; }

    [Id(1)]
    public required decimal GrossPnl { get; init; }

    [Id(2)]
    public required decimal Fees { get; init; }

    [Id(3)]
    public required decimal Funding { get; init; }

    [Id(4)]
    public required decimal Slippage { get; init; }

    [Id(5)]
    public required decimal UnrealizedPnl { get; init; }

    [Id(6)]
    public required double? ReturnPct { get; init; }

    [Id(7)]
    public required double? CagrPct { get; init; }

    [Id(8)]
    public required double? VolatilityPct { get; init; }

    [Id(9)]
    public required double? Sharpe { get; init; }

    [Id(10)]
    public required double? Sortino { get; init; }

    [Id(11)]
    public required double? Calmar { get; init; }

    [Id(12)]
    public required double MaxDrawdownPct { get; init; }

    [Id(13)]
    public required long MaxDrawdownDurationMs { get; init; }

    [Id(14)]
    public required double? WinRatePct { get; init; }

    [Id(15)]
    public required double? ProfitFactor { get; init; }

    [Id(16)]
    public required decimal? Expectancy { get; init; }

    [Id(17)]
    public required decimal? AverageWin { get; init; }

    [Id(18)]
    public required decimal? AverageLoss { get; init; }

    [Id(19)]
    public required decimal? LargestWin { get; init; }

    [Id(20)]
    public required decimal? LargestLoss { get; init; }

    [Id(21)]
    public required long? AverageDurationMs { get; init; }

    [Id(22)]
    public required double? ExposurePct { get; init; }

    [Id(23)]
    public required double? Turnover { get; init; }

    [Id(24)]
    public required int LongestLosingRun { get; init; }

    [Id(25)]
    public required double? BuyAndHoldPct { get; init; }

    [Id(26)]
    public required int RoundTrips { get; init; }

    [Id(27)]
    public required int Orders { get; init; }

    [Id(28)]
    public required int Fills { get; init; }
}
