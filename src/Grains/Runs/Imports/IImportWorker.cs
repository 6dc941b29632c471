using Trading.Domain.MarketData;

namespace Trading.Grains.Runs.Imports;

/// <summary>Takes imports and generations off the grains' threads. One for each silo.</summary>
public interface IImportWorker
{
    /// <summary>Queues a run.</summary>
    void Enqueue(ImportOrder order);

    /// <summary>Whether this worker has the run, queued or at work.</summary>
    bool Works(string runId);
}

/// <param name="RunId">Fences what the run stores: a run that was replaced stores nothing more.</param>
public sealed record ImportOrder(string DatasetId, string ImportId, string RunId, ImportSource Source);
