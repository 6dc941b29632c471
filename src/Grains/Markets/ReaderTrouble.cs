using Microsoft.Extensions.Logging;
using Trading.Grains.Abstractions.Markets;

namespace Trading.Grains.Markets;

/// <summary>What goes wrong for one reader of a session: in the log, in the metrics, and as an alert to the session's owner.</summary>
/// <param name="reader">Key of the grain that reads, or of what is recorded.</param>
/// <param name="kind"><c>venue</c>, <c>instance</c> or <c>recording</c>.</param>
internal sealed class ReaderTrouble(
    string market, string reader, string kind, MarketSubscription subscription, MarketAlerts alerts, MarketMetrics metrics, ILogger logger)
{
    /// <param name="next">Number of the first event that it has not taken.</param>
    public void Lags(long next, long waiting)
    {
        logger.ReaderLags(market, reader, waiting);
        metrics.CountLagging(1, kind);
        alerts.Raise(
            subscription, "warning", MarketAlertCodes.Lagging, reader, next,
            FormattableString.Invariant($"{reader} is {waiting} events behind {market}. Entries are refused until it has caught up."));
    }

    /// <summary>It lags no more, or is gone.</summary>
    public void LagEnds()
    {
        logger.ReaderCaughtUp(market, reader);
        metrics.CountLagging(-1, kind);
    }

    /// <param name="next">Number of the first event that it missed.</param>
    public void Skipped(long next, long missed)
    {
        logger.ReaderSkipped(market, reader, missed);
        metrics.CountSkipped(missed, kind);
        alerts.Raise(
            subscription, "critical", MarketAlertCodes.Skipped, reader, next,
            FormattableString.Invariant($"{reader} missed {missed} events of {market} that are no longer kept. It sees a gap in their place."));
    }
}
