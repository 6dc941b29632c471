using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Api.Sessions;

/// <summary>How the simulated venue of a session behaves: the member <c>venue</c> that it was created with, defaults filled in.</summary>
/// <param name="Latency">Such as <c>50ms</c>.</param>
/// <param name="MakerFeeRate">Fraction of notional, as the other rates are.</param>
public sealed record SessionVenueAnswer(
    string Latency, string LatencyJitter, double MakerFeeRate, double TakerFeeRate, double AssumedSpreadBps, double ImpactBpsPerVolumePct, double RejectPct,
    double FundingRate, StopTrigger StopTrigger)
{
    /// <returns>Null where no order is sent to a simulated venue.</returns>
    public static SessionVenueAnswer? From(SessionSettings settings) =>
        settings.Mode is SessionMode.Backtest or SessionMode.Paper ? Of(settings.Venue) : null;

    public static SessionVenueAnswer Of(SimulatedVenueOptions venue) => new(
        DurationText.Format(venue.Latency), DurationText.Format(venue.LatencyJitter), (double)venue.MakerFeeRate, (double)venue.TakerFeeRate,
        (double)venue.AssumedSpreadBps, (double)venue.ImpactBpsPerVolumePct, (double)venue.RejectPct, (double)venue.FundingRate, venue.StopTrigger);
}
