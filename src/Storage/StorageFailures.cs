using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Trading.Storage;

/// <summary>Tells an outage from a broken rule, and counts outages.</summary>
public static class StorageFailures
{
    public const string MeterName = "Trading.Storage";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("persistence_failures_total", description: "Durable writes that could not be made.");

    /// <summary>True when the database could not be reached or could not write; the answer is 503 and a repeat may succeed.</summary>
    public static bool IsUnavailable(Exception failure) => failure switch
    {
        // 08 connection, 25006 read only, 53 resources, 57 shutdown, 58 system, 40 serialization and deadlock.
        PostgresException server => server.SqlState[..2] is "08" or "53" or "57" or "58" or "40" || server.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => true,
        // BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB.
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26,
        _ => failure.InnerException is { } inner && IsUnavailable(inner),
    };

    /// <summary>True of every error that a database answered with or could not be asked for: also of a missing table, a missing right or a broken constraint.</summary>
    public static bool IsOfDatabase(Exception failure) =>
        failure is DbException || IsUnavailable(failure) || (failure.InnerException is { } inner && IsOfDatabase(inner));

    /// <summary>True when a write could not be made; a broken constraint is an answer, not a failure.</summary>
    internal static bool IsFailedWrite(Exception failure) => failure switch
    {
        PostgresException server => server.SqlState[..2] is not "23",
        SqliteException sqlite => sqlite.SqliteErrorCode is not 19,
        _ => IsOfDatabase(failure),
    };

    /// <summary>For writes that do not go through <see cref="TradingDatabase"/>, such as grain state.</summary>
    public static void Count(StorageEngine engine) => Failures.Add(1, new KeyValuePair<string, object?>("engine", engine.ToString()));
}
