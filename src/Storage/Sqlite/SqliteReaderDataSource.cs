using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Trading.Storage.Sqlite;

/// <summary>Pooled read-only connections. In WAL mode a reader neither waits for the writer nor holds it up.</summary>
internal sealed class SqliteReaderDataSource(string connectionString) : DbDataSource
{
    public override string ConnectionString => connectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var any = new SqliteConnection(connectionString);
            SqliteConnection.ClearPool(any);
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return base.DisposeAsyncCore();
    }
}
