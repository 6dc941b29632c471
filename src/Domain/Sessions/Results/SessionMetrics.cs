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
    public double? ReturnPct { get; init; }

    [Id(7)]
    public double? CagrPct { get; init; }

    [Id(8)]
    public double? VolatilityPct { get; init; }

    [Id(9)]
    public double? Sharpe { get; init; }

    [Id(10)]
    public double? Sortino { get; init; }

    [Id(11)]
    public double? Calmar { get; init; }

    [Id(12)]
    public required double MaxDrawdownPct { get; init; }

    [Id(13)]
    public required long MaxDrawdownDurationMs { get; init; }

    [Id(14)]
    public double? WinRatePct { get; init; }

    [Id(15)]
    public double? ProfitFactor { get; init; }

    [Id(16)]
    public decimal? Expectancy { get; init; }

    [Id(17)]
    public decimal? AverageWin { get; init; }

    [Id(18)]
    public decimal? AverageLoss { get; init; }

    [Id(19)]
    public decimal? LargestWin { get; init; }

    [Id(20)]
    public decimal? LargestLoss { get; init; }

    // It was a whole number as 21.
    [Id(29)]
    public double? AverageDurationMs { get; init; }

    [Id(22)]
    public double? ExposurePct { get; init; }

    [Id(23)]
    public double? Turnover { get; init; }

    [Id(24)]
    public required int LongestLosingRun { get; init; }

    [Id(25)]
    public double? BuyAndHoldPct { get; init; }

    [Id(26)]
    public required int RoundTrips { get; init; }

    [Id(27)]
    public required int Orders { get; init; }

    [Id(28)]
    public required int Fills { get; init; }
}
