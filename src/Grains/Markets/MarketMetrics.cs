using System.Diagnostics.Metrics;

namespace Trading.Grains.Markets;

/// <summary>What goes wrong between feeds and those who follow them, counted on each silo.</summary>
internal sealed class MarketMetrics
{
    public const string MeterName = "Trading.Markets";

    private readonly UpDownCounter<long> _lagging;
    private readonly Counter<long> _skipped;
    private readonly UpDownCounter<long> _stale;

    public MarketMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _lagging = meter.CreateUpDownCounter<long>("trading.market.readers.lagging", description: "Readers with more than 10 000 events of their market before them.");
        _skipped = meter.CreateCounter<long>("trading.market.events.skipped", description: "Events that a reader never got, because they were no longer kept when it came to them.");
        _stale = meter.CreateUpDownCounter<long>("trading.market.feeds.stale", description: "Feeds of a symbol without a message for 10 s.");
    }

    /// <param name="change">1 when one begins to lag, −1 when it has caught up or is gone.</param>
    /// <param name="kind"><c>venue</c>, <c>instance</c> or <c>recording</c>.</param>
    public void CountLagging(int change, string kind) => _lagging.Add(change, new KeyValuePair<string, object?>("reader", kind));

    public void CountSkipped(long events, string kind) => _skipped.Add(events, new KeyValuePair<string, object?>("reader", kind));

    /// <param name="change">1 when one falls silent, −1 when it speaks again or is no longer needed.</param>
    public void CountStale(int change) => _stale.Add(change);
}
