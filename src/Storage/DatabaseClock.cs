namespace Trading.Storage;

/// <summary>The database's own clock in SQL: one for all processes.</summary>
internal static class DatabaseClock
{
    /// <summary>Unix milliseconds now.</summary>
    public static string NowOf(StorageEngine engine) => engine is StorageEngine.Sqlite
        ? "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
        : "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";
}
