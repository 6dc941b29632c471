using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Grains.Runs;

/// <summary>Takes long runs off the grains' threads. One for each silo.</summary>
public interface IRunWorker
{
    /// <summary>Queues a run; from then on its session hears of it at least every second.</summary>
    void Enqueue(RunOrder order);
}

/// <param name="Session">As of the run's begin; <see cref="Session.Run"/> is the run's number.</param>
/// <param name="Dataset">The sealed dataset to replay.</param>
public sealed record RunOrder(Session Session, SessionSettings Settings, Dataset Dataset);
