using Dapper;
using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Strategies;

/// <summary>The read model of the strategy catalogue.</summary>
public sealed class StrategyStore(TradingDatabase database) : IStrategyQueries
{
    internal static readonly Table<StrategyRow> Strategies = new("strategies", ["owner", "name"]);
    internal static readonly Table<StrategyVersionRow> Versions = new("strategy_versions", ["owner", "name", "version"]);

    /// <summary>Adds a version. Repeating it changes nothing; versions may arrive in any order. A strategy that was archived is back.</summary>
    public Task AddVersionAsync(StrategyVersionRow version, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await Versions.InsertAsync(connection, [version], Existing.Keep, cancellationToken);
                await connection.ExecuteAsync(
                    """
                    INSERT INTO strategies (owner, name, version, archived, created_at, updated_at)
                    VALUES (@owner, @name, @version, @archived, @at, @at)
                    ON CONFLICT (owner, name) DO UPDATE SET
                        version = excluded.version, archived = excluded.archived, updated_at = excluded.updated_at
                    WHERE strategies.version < excluded.version
                    """,
                    new { owner = version.Owner, name = version.Name, version = (long)version.Version, archived = false, at = version.CreatedAt });
            },
            cancellationToken);

    /// <summary>Hides the strategy unless it is back with a newer version: a word that comes late changes nothing.</summary>
    /// <param name="version">The newest version when it was archived.</param>
    /// <returns>False when that is not the newest version here.</returns>
    public async Task<bool> ArchiveAsync(string owner, string name, int version, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        await database.ExecuteAsync(
            "UPDATE strategies SET archived = @archived, updated_at = @at WHERE owner = @owner AND name = @name AND version = @version",
            new { owner, name, version = (long)version, archived = true, at },
            cancellationToken) == 1;

    public Task<StrategyRow?> FindAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        database.FindAsync<StrategyRow>($"{Strategies.Select} WHERE owner = @owner AND name = @name", new { owner, name }, cancellationToken);

    public Task<StrategyVersionRow?> FindVersionAsync(string owner, string name, int version, CancellationToken cancellationToken = default) =>
        database.FindAsync<StrategyVersionRow>(
            $"{Versions.Select} WHERE owner = @owner AND name = @name AND version = @version",
            new { owner, name, version = (long)version },
            cancellationToken);

    public Task<Page<StrategyRow>> ListAsync(StrategyFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<StrategyRow>(Strategies, "created_at", "owner", "name")
            .Where("owner", filter.Owner)
            .Where("name", filter.Name)
            .Where("archived", filter.Archived)
            .PageAsync(database, page, cancellationToken);

    public Task<Page<StrategyVersionRow>> VersionsAsync(string owner, string name, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<StrategyVersionRow>(Versions, "version", "owner", "name")
            .Where("owner", owner)
            .Where("name", name)
            .PageAsync(database, page, cancellationToken);
}
