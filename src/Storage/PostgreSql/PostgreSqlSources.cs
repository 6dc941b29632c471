using Npgsql;

namespace Trading.Storage.PostgreSql;

/// <summary>Makes the connection pool of a cluster's process.</summary>
internal static class PostgreSqlSources
{
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
        return new NpgsqlDataSourceBuilder(parts.ConnectionString).Build();
    }
}
