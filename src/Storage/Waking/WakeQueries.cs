using System.Globalization;

namespace Trading.Storage.Waking;

/// <summary>Reads grain storage itself, never the read model that lags behind it: what is past its time and may be asleep.</summary>
public sealed class WakeQueries(TradingDatabase database)
{
    private const string Sql =
        "SELECT GrainTypeString AS State, GrainIdExtensionString AS Key, CAST(Version AS bigint) AS Version FROM OrleansStorage WHERE WakeAt <= @now ORDER BY WakeAt LIMIT @limit";

    /// <summary>The longest overdue first.</summary>
    public Task<IReadOnlyList<SleepingGrain>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        database.QueryAsync<SleepingGrain>(
            Sql, new { now = now.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture), limit }, cancellationToken);
}
