using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Trading.Storage.Sqlite;

/// <summary>
/// The one writer connection of the embedded database, lent to one caller at a time. Waiting for it is asynchronous;
/// without that SQLite would sleep on the caller's thread whenever two writers meet. Callers that share their commits write
/// one after another into one transaction, which is committed as soon as nobody who would share it waits: what gathers
/// while a commit is on its way to the disk goes with the next one.
/// </summary>
internal sealed class GatedSqliteDataSource : DbDataSource
{
    /// <summary>Nobody waits for more than so many others.</summary>
    private const int SharersMax = 64;

    /// <summary>What is said of a transaction that the database rolled back, when it no longer says why.</summary>
    private const int IoError = 10;

    private readonly Lock _lock = new();
    private readonly Queue<(TaskCompletionSource Turn, bool IsSharing)> _waiting = new();
    private readonly LentConnection _connection;
    private readonly CommitThread _committing;
    private SharedCommit? _open;
    private bool _isTaken;

    public GatedSqliteDataSource(string connectionString, Action<SqliteConnection> prepare)
    {
        ConnectionString = connectionString;
        _connection = new LentConnection(connectionString, TakeBack);
        try
        {
            _connection.Open();
            prepare(_connection);
        }
        catch
        {
            _connection.CloseForGood();
            throw;
        }

        _committing = new CommitThread(Commit);
    }

    public override string ConnectionString { get; }

    /// <summary>Runs the work in one transaction whose commit may be shared; durable when the task completes. An exception undoes this work and nobody else's.</summary>
    public async Task<T> WriteSharedAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var share = new SharedWrite();
        T result;
        await using (var connection = await LendAsync(share, cancellationToken).ConfigureAwait(false))
        {
            connection.Execute("SAVEPOINT own");
            try
            {
                result = await work(connection);
                connection.Execute("RELEASE own");
            }
            catch
            {
                if (!connection.IsAutocommit)
                {
                    connection.Execute("ROLLBACK TO own; RELEASE own");
                }

                throw;
            }
        }

        // Not cancellable: a commit that was cut short has an unknown outcome.
        await share.DurableAsync();
        return result;
    }

    /// <summary>Only for callers that look at the type of connection: it is not behind the gate.</summary>
    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        EnterAsync(isSharing: false, CancellationToken.None).GetAwaiter().GetResult();
        return Lend(share: null);
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
        await LendAsync(SharedWrite.Current, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _committing.Dispose();
            _connection.CloseForGood();
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return base.DisposeAsyncCore();
    }

    private async ValueTask<LentConnection> LendAsync(SharedWrite? share, CancellationToken cancellationToken)
    {
        await EnterAsync(share is not null, cancellationToken).ConfigureAwait(false);
        return Lend(share);
    }

    /// <summary>Completes when the connection is the caller's.</summary>
    private async Task EnterAsync(bool isSharing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((turn, isSharing));
        }

        await using (cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }

    private LentConnection Lend(SharedWrite? share)
    {
        if (share is not null && _open is null)
        {
            try
            {
                if (!_connection.IsAutocommit)
                {
                    // Neither committed nor rolled back, when both failed.
                    _connection.Execute("ROLLBACK");
                }

                _connection.Execute("BEGIN IMMEDIATE");
                _open = new SharedCommit(_connection.ChangeCount);
            }
            catch
            {
                PassOn();
                throw;
            }
        }

        return _connection.Lend(share);
    }

    /// <summary>A borrower is through. If the next one shares the transaction it goes on, else it is committed.</summary>
    private void TakeBack(SharedWrite? share)
    {
        if (share is null)
        {
            PassOn();
            return;
        }

        var commit = _open!;
        share.Join(commit);
        if (_connection.IsAutocommit)
        {
            var reason = _connection.LastError is var error and not 0 ? error : IoError;
            End(commit, new SqliteException("The database rolled the transaction back.", reason));
        }
        else if (commit.SharerCount < SharersMax && TryPassToSharer())
        {
            // The commit is theirs now.
        }
        else if (_connection.ChangeCount == commit.ChangesBefore)
        {
            Commit(commit);
        }
        else
        {
            _committing.Post(commit);
        }
    }

    private void Commit(SharedCommit commit)
    {
        SqliteException? failure = null;
        try
        {
            _connection.Execute("COMMIT");
        }
        catch (SqliteException failed)
        {
            failure = failed;
        }

        End(commit, failure);
    }

    private void End(SharedCommit commit, SqliteException? failure)
    {
        _open = null;
        if (failure is null)
        {
            commit.Succeed();
        }
        else
        {
            commit.Fail(failure);
        }

        PassOn();
    }

    private bool TryPassToSharer()
    {
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next) && (next.IsSharing || next.Turn.Task.IsCompleted))
            {
                _waiting.Dequeue();
                if (next.Turn.TrySetResult())
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void PassOn()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.Turn.TrySetResult())
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }
}
