using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Trading.Storage.Sqlite;

/// <summary>The writer connection in the hands of a borrower. Disposing gives it back; a transaction that the borrower left open is rolled back first.</summary>
internal sealed class LentConnection(string connectionString, Action<SharedWrite?> takeBack) : SqliteConnection(connectionString)
{
    private int _lent;
    private bool _closing;
    private SharedWrite? _share;

    /// <summary>No transaction is open: also when the database itself rolled it back, as it does after some failures.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(Handle!) != 0;

    /// <summary>Rows changed since the connection was opened.</summary>
    public int ChangeCount => raw.sqlite3_total_changes(Handle!);

    /// <summary>What the last call on the connection answered.</summary>
    public int LastError => raw.sqlite3_errcode(Handle!);

    /// <param name="share">Null when the borrower has it to himself.</param>
    public LentConnection Lend(SharedWrite? share)
    {
        _share = share;
        Volatile.Write(ref _lent, 1);
        return this;
    }

    /// <summary>Without a command: transactions of the connection's own are none of a borrower's.</summary>
    /// <exception cref="SqliteException">It could not be done.</exception>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle!, sql), Handle);

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
            try
            {
                Transaction?.Rollback();
            }
            finally
            {
                takeBack(_share);
            }
        }
    }
}
