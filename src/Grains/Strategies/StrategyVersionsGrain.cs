using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Domain.Strategies.Catalogue;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Storage;
using Trading.Storage;
using Trading.Storage.Strategies;

namespace Trading.Grains.Strategies;

/// <summary>
/// Loads, asks <see cref="CataloguedStrategy"/> what happens, saves, publishes. What is published is left out of the next
/// write and read back from the journal, where versions never change.
/// </summary>
[GrainType("strategy-versions")]
internal sealed class StrategyVersionsGrain(
    [PersistentState(StateNames.StrategyVersions)] IPersistentState<StrategyVersionsState> storage,
    StrategyStore journal,
    TimeProvider time,
    ILogger<StrategyVersionsGrain> logger) : Grain, IStrategyVersionsGrain
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private int _publishedVersion;
    private bool _isPublished;
    private IGrainTimer? _retry;

    private CataloguedStrategy? Current => storage.State.Strategy;

    private (string Owner, string Name) Key => GrainKeys.StrategyOf(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Current is not null)
        {
            await Publish();
        }
    }

    public async Task<SaveOutcome> Create(string document, string? request)
    {
        if (Current is null && !await GrainFactory.GetGrain<IStrategyCatalogueGrain>(GrainKeys.ForCatalogue(Key.Owner)).Add(Key.Name))
        {
            return new SaveOutcome(SaveResult.Full, null);
        }

        var (next, outcome) = CataloguedStrategy.Create(Current, Key.Name, document, request, _publishedVersion, time.GetUtcNow());
        await Save(next);
        return outcome;
    }

    public async Task<SaveOutcome> Save(string document, ImmutableArray<int>? ifMatch)
    {
        if (Current is not { } strategy)
        {
            return new SaveOutcome(SaveResult.NotFound, null);
        }

        var (next, outcome) = strategy.Save(document, ifMatch, _publishedVersion, time.GetUtcNow());
        await Save(next);
        return outcome;
    }

    public async Task<SaveOutcome> Archive(ImmutableArray<int>? ifMatch)
    {
        if (Current is not { } strategy)
        {
            return new SaveOutcome(SaveResult.NotFound, null);
        }

        var (next, outcome) = strategy.Archive(ifMatch, time.GetUtcNow());
        await Save(next);
        return outcome;
    }

    public async Task<StrategyVersion?> Find(int? version)
    {
        if (Current is not { } strategy)
        {
            return null;
        }

        if (version is not { } wanted)
        {
            return strategy.IsArchived ? null : strategy.Newest;
        }

        if (strategy.Recent.FirstOrDefault(recent => recent.Version == wanted) is { } found)
        {
            return found;
        }

        return wanted > 0 && wanted < strategy.Newest.Version ? await ReadBack(wanted) : null;
    }

    private async Task Save(CataloguedStrategy next)
    {
        if (next == Current)
        {
            return;
        }

        storage.State.Strategy = next;
        _isPublished = false;
        await storage.WriteOrDeactivateAsync(this);
        await Publish();
    }

    /// <summary>Brings the read model up to date; while it is away a timer tries again.</summary>
    private async Task Publish()
    {
        var strategy = Current!;
        try
        {
            foreach (var version in strategy.Recent.Where(version => version.Version > _publishedVersion))
            {
                await journal.AddVersionAsync(new StrategyVersionRow(Key.Owner, version.Name, version.Version, version.Document, version.CreatedAt));
                _publishedVersion = version.Version;
            }

            if (strategy.IsArchived)
            {
                await journal.ArchiveAsync(Key.Owner, Key.Name, strategy.Newest.Version, strategy.ChangedAt);
            }

            _isPublished = true;
            _retry?.Dispose();
            _retry = null;
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            logger.PublishFailed(failure, this.GetPrimaryKeyString());
            _retry ??= this.RegisterGrainTimer(
                Retry, new GrainTimerCreationOptions(RetryPeriod, RetryPeriod) { KeepAlive = true });
        }
    }

    private Task Retry(CancellationToken cancellation) => _isPublished ? Task.CompletedTask : Publish();

    private async Task<StrategyVersion> ReadBack(int version)
    {
        try
        {
            var row = await journal.FindVersionAsync(Key.Owner, Key.Name, version)
                ?? throw new Domain.InvariantException($"Version {version} of {this.GetPrimaryKeyString()} is not in the journal.");
            return new StrategyVersion(row.Name, row.Version, row.Document, row.CreatedAt);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            // The driver's exception does not survive the way to a client that lacks it.
            throw new StorageUnavailableException($"Version {version} of {this.GetPrimaryKeyString()} could not be read.", failure);
        }
    }
}
