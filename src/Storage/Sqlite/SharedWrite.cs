namespace Trading.Storage.Sqlite;

/// <summary>One caller's writes, whose commits may be shared with those of others. Belongs to one flow of control.</summary>
internal sealed class SharedWrite
{
    private static readonly AsyncLocal<SharedWrite?> Ambient = new();

    private readonly List<SharedCommit> _commits = [];
    private bool _isOver;

    /// <summary>Of the flow that asks for a connection; null when it wants one to itself.</summary>
    public static SharedWrite? Current => Ambient.Value is { _isOver: false } current ? current : null;

    public void Join(SharedCommit commit)
    {
        commit.Join();
        lock (_commits)
        {
            _commits.Add(commit);
        }
    }

    /// <summary>Every connection that the work opens takes part in a shared commit. Completes once all of it is durable.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        T result;
        Ambient.Value = this;
        try
        {
            result = await work().ConfigureAwait(false);
        }
        finally
        {
            _isOver = true;
        }

        await DurableAsync().ConfigureAwait(false);
        return result;
    }

    /// <summary>Completes once everything that was written is durable.</summary>
    public Task DurableAsync()
    {
        lock (_commits)
        {
            return _commits is [var only] ? only.Ended : Task.WhenAll(_commits.Select(commit => commit.Ended));
        }
    }
}
