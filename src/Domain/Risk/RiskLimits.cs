using Orleans;

namespace Trading.Domain.Risk;

/// <summary>Limits of one account. Percents are of equity at the moment of the check; every default stands in <see cref="RiskLimitCatalog"/>.</summary>
[GenerateSerializer, Immutable, Alias("risk-limits")]
public sealed record RiskLimits
{
    public static RiskLimits Default { get; } = new();

    /// <summary>Oldest market data of the symbol that an order may rely on.</summary>
    [Id(0)]
    public TimeSpan MarketDataAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest distance of the price from the mark, percent of the mark.</summary>
    [Id(1)]
    public decimal PriceCollarPct { get; init; } = 5m;

    /// <summary>Largest notional of one order.</summary>
    [Id(2)]
    public decimal OrderNotionalPct { get; init; } = 50m;

    /// <summary>Largest notional of one symbol, open orders counted on the worse side.</summary>
    [Id(3)]
    public decimal PositionNotionalPct { get; init; } = 100m;

    /// <summary>Largest sum of those over all symbols.</summary>
    [Id(4)]
    public decimal ExposurePct { get; init; } = 200m;

    /// <summary>Most symbols with a position or a working entry.</summary>
    [Id(5)]
    public int OpenPositions { get; init; } = 3;

    [Id(6)]
    public int Leverage { get; init; } = 10;

    /// <summary>Largest share of equity that margin and reservations may take.</summary>
    [Id(7)]
    public decimal MarginUsedPct { get; init; } = 80m;

    /// <summary>Loss since the UTC day's opening at which entries are blocked until the next day, percent of that opening equity.</summary>
    [Id(8)]
    public decimal DayLossPct { get; init; } = 5m;

    /// <summary>Fall from the peak at which the kill switch latches, percent of the peak.</summary>
    [Id(9)]
    public decimal DrawdownPct { get; init; } = 15m;

    /// <summary>Most approved orders within any second.</summary>
    [Id(10)]
    public int OrdersPerSecond { get; init; } = 10;

    /// <summary>An order equal to one approved less than this ago is refused; zero lets all pass.</summary>
    [Id(11)]
    public TimeSpan IdenticalOrderWindow { get; init; } = TimeSpan.FromSeconds(1);
}
