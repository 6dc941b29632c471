using System.Collections.Concurrent;

namespace Trading.Storage.Sqlite;

/// <summary>Commits, one after another, on a thread of its own: a commit waits for the disk, and no thread that serves others may.</summary>
internal sealed class CommitThread : IDisposable
{
    private readonly BlockingCollection<SharedCommit> _commits = [];
    private readonly Thread _thread;
    private bool _isDisposed;

    public CommitThread(Action<SharedCommit> commit)
    {
        _thread = new Thread(() =>
        {
            foreach (var next in _commits.GetConsumingEnumerable())
            {
                commit(next);
            }
        })
        { IsBackground = true, Name = "sqlite-commit" };
        _thread.Start();
    }

    public void Post(SharedCommit commit) => _commits.Add(commit);

    /// <summary>What was posted is committed first. The second time nothing is left to do.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        _commits.CompleteAdding();
        _thread.Join();
        _commits.Dispose();
    }
}
