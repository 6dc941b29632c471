using Trading.Storage.Paging;

namespace Trading.Storage.Strategies;

/// <summary>A named strategy and its newest version.</summary>
public sealed record StrategyRow(string Owner, string Name, int Version, bool Archived, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>One version, never changed and never deleted.</summary>
/// <param name="Document">Canonical JSON.</param>
public sealed record StrategyVersionRow(string Owner, string Name, int Version, string Document, DateTimeOffset CreatedAt);

/// <param name="Archived">False by default: archived ones are left out; null for all.</param>
public sealed record StrategyFilter(string? Owner = null, string? Name = null, bool? Archived = false);

public interface IStrategyQueries
{
    Task<StrategyRow?> FindAsync(string owner, string name, CancellationToken cancellationToken = default);

    Task<StrategyVersionRow?> FindVersionAsync(string owner, string name, int version, CancellationToken cancellationToken = default);

    Task<Page<StrategyRow>> ListAsync(StrategyFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<Page<StrategyVersionRow>> VersionsAsync(string owner, string name, PageRequest page, CancellationToken cancellationToken = default);
}
