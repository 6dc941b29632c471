using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>How the simulated venue behaves in a session: member <c>venue</c> of POST sessions, every default as there.</summary>
[GenerateSerializer, Immutable, Alias("simulated-venue-options")]
public sealed record SimulatedVenueOptions
{
    public static SimulatedVenueOptions Default { get; } = new();

    /// <summary>From sending a request to its arrival at the venue, 0–60 s, whole milliseconds.</summary>
    [Id(0)]
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Largest further delay, drawn evenly for each request, 0–60 s, whole milliseconds.</summary>
    [Id(1)]
    public TimeSpan LatencyJitter { get; init; } = TimeSpan.Zero;

    /// <summary>Fraction of notional; below 0 is a rebate. −0.01–0.1.</summary>
    [Id(2)]
    public decimal MakerFeeRate { get; init; } = 0.0002m;

    /// <summary>Fraction of notional, 0–0.1.</summary>
    [Id(3)]
    public decimal TakerFeeRate { get; init; } = 0.0006m;

    /// <summary>Whole spread around the last price where no book was recorded, basis points, 0–1000.</summary>
    [Id(4)]
    public decimal AssumedSpreadBps { get; init; } = 2m;

    /// <summary>Basis points that a fill moves the price for each percent of the volume of the last 60 s, 0–1000; at most 1 % in all.</summary>
    [Id(5)]
    public decimal ImpactBpsPerVolumePct { get; init; } = 1m;

    /// <summary>Share of orders that the venue refuses at random on arrival, percent, 0–100.</summary>
    [Id(6)]
    public decimal RejectPct { get; init; }

    /// <summary>Funding rate where none was published, fraction per 8 h, −0.1–0.1; longs pay a positive one.</summary>
    [Id(7)]
    public decimal FundingRate { get; init; } = 0.0001m;

    /// <summary>Price that resting stops and targets are triggered on.</summary>
    [Id(8)]
    public StopTrigger StopTrigger { get; init; } = StopTrigger.Mark;
}
