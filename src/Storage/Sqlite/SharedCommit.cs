namespace Trading.Storage.Sqlite;

/// <summary>One transaction of the writer connection, and those who wait for its commit: all of them get the same outcome.</summary>
internal sealed class SharedCommit(int changesBefore)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the connection had changed when the transaction began: while it is the same, there is nothing to make durable.</summary>
    public int ChangesBefore { get; } = changesBefore;

    /// <summary>How many wrote in it so far.</summary>
    public int SharerCount { get; private set; }

    /// <summary>Completes once everything is durable; fails when nothing of it is.</summary>
    public Task Ended => _ended.Task;

    public void Join() => SharerCount++;

    public void Succeed() => _ended.SetResult();

    public void Fail(Exception failure)
    {
        _ended.SetException(failure);

        // Whoever wrote in it may have failed before, and then waits for nothing.
        _ = _ended.Task.Exception;
    }
}
