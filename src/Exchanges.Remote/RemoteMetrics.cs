using System.Diagnostics.Metrics;

namespace Trading.Exchanges.Remote;

/// <summary>What came of the requests, so that every fault of venue and wire shows on our side as well.</summary>
internal sealed class RemoteMetrics
{
    public const string MeterName = "Trading.Exchanges.Remote";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _breaks;

    public RemoteMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("trading.venue.requests", description: "Requests to the venue by operation and outcome.");
        _breaks = meter.CreateCounter<long>("trading.venue.stream.breaks", description: "Lost streams of reports.");
    }

    /// <param name="outcome"><c>ok</c>, <c>refused</c>, <c>not_sent</c>, <c>uncertain</c>.</param>
    public void Count(string operation, string outcome, string reason) =>
        _requests.Add(1, new("operation", operation), new("outcome", outcome), new("reason", reason));

    public void CountBreak() => _breaks.Add(1);
}
