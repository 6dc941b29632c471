using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Trading.Storage.Sqlite;

/// <summary>
/// The one writer connection of the embedded database, lent to one caller at a time. Waiting for the gate is asynchronous;
/// without it SQLite would sleep on the caller's thread whenever two writers meet.
/// </summary>
internal sealed class GatedSqliteDataSource : DbDataSource
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly LentConnection _connection;

    public GatedSqliteDataSource(string connectionString, Action<SqliteConnection> prepare)
    {
        ConnectionString = connectionString;
        _connection = new LentConnection(connectionString, _gate);
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
    }

    public override string ConnectionString { get; }

    /// <summary>Only for callers that look at the type of connection: it is not behind the gate.</summary>
    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        _gate.Wait();
        return _connection.Lend();
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        return _connection.Lend();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.CloseForGood();
            _gate.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return base.DisposeAsyncCore();
    }

    /// <summary>Disposing gives it back; a transaction that the borrower left open is rolled back first.</summary>
    private sealed class LentConnection(string connectionString, SemaphoreSlim gate) : SqliteConnection(connectionString)
    {
        private int _lent;
        private bool _closing;

        public LentConnection Lend()
        {
            Volatile.Write(ref _lent, 1);
            return this;
        }

        public void CloseForGood()
        {
            _closing = true;
            base.Dispose(disposing: true);
        }

        public override void Close()
        {
            if (_closing)
            {
                base.Close();
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (_closing)
            {
                base.Dispose(disposing);
            }
            else if (disposing && Interlocked.Exchange(ref _lent, 0) == 1)
            {
                Transaction?.Rollback();
                gate.Release();
            }
        }
    }
}
