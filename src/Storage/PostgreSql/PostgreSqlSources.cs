using System.Globalization;
using Npgsql;

namespace Trading.Storage.PostgreSql;

/// <summary>Makes the connection pool of a cluster's process.</summary>
internal static class PostgreSqlSources
{
    /// <summary>
    /// A process that stands still in the middle of a transaction (stopped, swapped out, cut off) keeps its locks no longer: the server ends its session.
    /// The journal's lock is everybody's.
    /// </summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(8);

    public static NpgsqlDataSource Open(string connectionString, PostgreSqlSettings settings)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = settings.MaxPoolSize,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Nothing of ours leaves state on a connection; saves a round trip for each use.
            NoResetOnClose = true,
            // Orleans sends times without a zone into timestamptz columns.
            Timezone = "UTC",
            ApplicationName = "trading",
        };
        parts.Options = string.Create(CultureInfo.InvariantCulture, $"{parts.Options} -c idle_in_transaction_session_timeout={SilenceMax.TotalMilliseconds:0}").TrimStart();
        return new NpgsqlDataSourceBuilder(parts.ConnectionString).Build();
    }
}
