using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Trading.Storage.PostgreSql;
using Trading.Storage.Schema;
using Trading.Storage.Sqlite;
using Trading.Storage.Tables;

namespace Trading.Storage;

/// <summary>The one database of the platform. Everything that reads or writes it goes through here.</summary>
public sealed class TradingDatabase : IAsyncDisposable
{
    private readonly DataDirectoryLock? _lock;

    private TradingDatabase(StorageEngine engine, DbDataSource writer, DbDataSource reader, DataDirectoryLock? directoryLock)
    {
        DapperTypes.Register();
        Engine = engine;
        Writer = writer;
        Reader = reader;
        _lock = directoryLock;
    }

    public StorageEngine Engine { get; }

    /// <summary>For Orleans' providers and our own writes; on SQLite the one gated connection. Every connection is disposed exactly once.</summary>
    public DbDataSource Writer { get; }

    /// <summary>For queries; never waits for a writer.</summary>
    public DbDataSource Reader { get; }

    /// <summary>What Orleans' ADO.NET providers call the engine.</summary>
    public string OrleansInvariant => Engine is StorageEngine.Sqlite ? "System.Data.SQLite" : "Npgsql";

    /// <summary>The condition that a column has one of several values; the argument is an array. Npgsql sends one as it is, for SQLite it is written out.</summary>
    internal string IsOneOf(string column, string argument) =>
        Engine is StorageEngine.PostgreSql ? $"{column} = ANY(@{argument})" : $"{column} IN @{argument}";

    /// <summary>Opens the embedded database, and makes the directory and an empty file when there is none.</summary>
    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    /// <exception cref="SchemaException">The file cannot be written.</exception>
    public static TradingDatabase OpenSqlite(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var held = DataDirectoryLock.Take(dataDirectory);
        try
        {
            return new TradingDatabase(StorageEngine.Sqlite, SqliteFiles.OpenWriter(dataDirectory), SqliteFiles.OpenReader(dataDirectory), held);
        }
        catch (SqliteException unusable)
        {
            held.Dispose();
            throw new SchemaException([$"{Path.Combine(dataDirectory, SqliteFiles.FileName)} cannot be opened for writing: {unusable.Message}"], unusable);
        }
    }

    /// <summary>Makes the pool; connects at first use.</summary>
    public static TradingDatabase OpenPostgreSql(string connectionString, PostgreSqlSettings? settings = null)
    {
        var source = PostgreSqlSources.Open(connectionString, settings ?? new PostgreSqlSettings());
        return new TradingDatabase(StorageEngine.PostgreSql, source, source, directoryLock: null);
    }

    /// <summary>Runs the work in one transaction; durable when the task completes. An exception rolls everything back.</summary>
    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default) =>
        CountFailuresAsync(() => WriteAloneAsync(work, cancellationToken));

    /// <summary>
    /// As <see cref="WriteAsync{T}"/>, for a few rows of which many callers write some at the same time: on SQLite their commits are shared. Whoever
    /// writes much would hold the others up.
    /// </summary>
    internal Task<T> WriteSharedAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken = default) =>
        CountFailuresAsync(() => Writer is GatedSqliteDataSource gated
            ? gated.WriteSharedAsync(work, cancellationToken)
            : WriteAloneAsync(work, cancellationToken));

    internal Task WriteSharedAsync(Func<DbConnection, Task> work, CancellationToken cancellationToken = default) =>
        WriteSharedAsync(
            async connection =>
            {
                await work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// For writers that open connections of <see cref="Writer"/> themselves and run single statements: on SQLite, what the work writes may be
    /// committed with the writes of others. It is durable when the task completes; an exception says so when it could not be made so.
    /// </summary>
    public Task<T> ShareCommitsAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Engine is StorageEngine.Sqlite ? new SharedWrite().RunAsync(work) : work();
    }

    public Task ShareCommitsAsync(Func<Task> work) => ShareCommitsAsync(async () =>
    {
        await work();
        return true;
    });

    private async Task<T> WriteAloneAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await Writer.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);

        // Not cancellable: a commit that was cut short has an unknown outcome.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private async Task<T> CountFailuresAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception failure) when (StorageFailures.IsFailedWrite(failure))
        {
            StorageFailures.Count(Engine);
            throw;
        }
    }

    public Task WriteAsync(Func<DbConnection, Task> work, CancellationToken cancellationToken = default) =>
        WriteAsync(
            async connection =>
            {
                await work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>One statement in its own transaction.</summary>
    /// <returns>Rows changed.</returns>
    internal Task<int> ExecuteAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        WriteAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken)), cancellationToken);

    /// <summary>As <see cref="ExecuteAsync"/>, for one or a few rows: its commit may be shared.</summary>
    /// <returns>Rows changed.</returns>
    internal Task<int> ExecuteSharedAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        WriteSharedAsync(connection => connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken)), cancellationToken);

    internal async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? arguments, CancellationToken cancellationToken)
    {
        await using var connection = await Reader.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))).AsList();
    }

    internal async Task<T?> FindAsync<T>(string sql, object? arguments, CancellationToken cancellationToken)
    {
        await using var connection = await Reader.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Writer.DisposeAsync();
        _lock?.Dispose();
    }
}
