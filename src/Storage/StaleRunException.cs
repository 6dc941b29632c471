namespace Trading.Storage;

/// <summary>A run that another one has replaced, or that is over, tried to write. It must stop; what it has in hand is void.</summary>
public sealed class StaleRunException(string subject, string runId) : Exception($"Run {runId} of {subject} was replaced or is over: nothing was written.")
{
    public string Subject { get; } = subject;

    public string RunId { get; } = runId;
}
