namespace Trading.Domain.MarketData.Synthetic;

/// <summary>How the market behaves during one second.</summary>
/// <param name="Drift">Expected return of the second, fraction.</param>
/// <param name="Volatility">Standard deviation of the second's return, fraction.</param>
/// <param name="Activity">Trade sizes against usual ones.</param>
/// <param name="Spread">Fraction of the price.</param>
/// <param name="Depth">Book sizes against usual ones.</param>
/// <param name="BuyShare">Share of trades whose taker buys.</param>
/// <param name="TradeShare">Share of trades among trades and book updates.</param>
internal readonly record struct SyntheticMood(
    double Drift, double Volatility, double Activity, double Spread, double Depth, double BuyShare, double TradeShare)
{
    public static SyntheticMood Quiet { get; } = new(0, 0.0001, 1, 0.0003, 1, 0.5, 0.4);
}
