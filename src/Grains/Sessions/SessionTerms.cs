using Trading.Domain.Risk;

namespace Trading.Grains.Sessions;

/// <summary>What a session trades with: its own settings, or those of the named account that exists already.</summary>
/// <param name="Equity">Quote units.</param>
/// <param name="TakerFeeRate">Fraction of notional.</param>
internal sealed record SessionTerms(decimal Equity, decimal TakerFeeRate, RiskLimits Limits);
