using System.Data.Common;

namespace Trading.Storage;

/// <summary>The one database of the platform. Everything that reads or writes it goes through here.</summary>
public sealed class TradingDatabase : IAsyncDisposable
{
    private TradingDatabase(StorageEngine engine, DbDataSource writer, DbDataSource reader)
    {
        Engine = engine;
        Writer = writer;
        Reader = reader;
    }

    public StorageEngine Engine { get; }

    /// <summary>For Orleans' providers and our own writes; on SQLite the one gated connection.</summary>
    public DbDataSource Writer { get; }

    /// <summary>For queries; never waits for a writer.</summary>
    public DbDataSource Reader { get; }

    /// <summary>What Orleans' ADO.NET providers call the engine.</summary>
    public string OrleansInvariant => Engine is StorageEngine.Sqlite ? "System.Data.SQLite" : "Npgsql";

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Writer.DisposeAsync();
    }
}
