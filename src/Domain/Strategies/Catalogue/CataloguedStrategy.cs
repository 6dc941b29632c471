using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Strategies.Catalogue;

/// <summary>A named strategy of a trader with its newest version. All methods are pure; each answers the strategy as it is afterwards.</summary>
/// <param name="Recent">Oldest first, the newest version last; before it what is perhaps not yet published, so that the record stays small however many versions there are.</param>
/// <param name="ChangedAt">Of the newest version, or of the archiving.</param>
/// <param name="Creation">The request that the name was taken by, by which its repeat is known; null when it cannot be repeated.</param>
[GenerateSerializer, Immutable, Alias("catalogued-strategy")]
public sealed record CataloguedStrategy(
    [property: Id(0)] ImmutableArray<StrategyVersion> Recent,
    [property: Id(1)] bool IsArchived,
    [property: Id(2)] DateTimeOffset ChangedAt,
    [property: Id(3)] StrategyCreation? Creation = null)
{
    public const int VersionsMax = 1_000;

    /// <summary>At 64 KiB a document the record stays below 1 MiB.</summary>
    public const int RecentMax = 16;

    public StrategyVersion Newest => Recent[^1];

    /// <summary>
    /// Saves the first version, or the next one of an archived strategy, which is back with it. A repeat of the request that did so is answered as that one was.
    /// </summary>
    /// <param name="request">Identity of the request, which its repeats share; null for one that is not repeated.</param>
    /// <param name="published">The newest version that the journal has; 0 for none.</param>
    public static (CataloguedStrategy Strategy, SaveOutcome Outcome) Create(
        CataloguedStrategy? existing, string name, string document, string? request, int published, DateTimeOffset now)
    {
        if (existing is null)
        {
            return (
                new CataloguedStrategy([new StrategyVersion(name, 1, document, now)], IsArchived: false, now, StrategyCreation.By(request, version: 1)),
                new SaveOutcome(SaveResult.Saved, 1));
        }

        if (!existing.IsArchived)
        {
            return (existing, existing.Creation is { } creation && creation.Request == request
                ? new SaveOutcome(SaveResult.Saved, creation.Version)
                : existing.Outcome(SaveResult.Exists));
        }

        var (next, outcome) = existing.Append(document, published, now);
        return (outcome.Result is SaveResult.Saved ? next with { Creation = StrategyCreation.By(request, next.Newest.Version) } : next, outcome);
    }

    /// <summary>Saves the next version; an unchanged document keeps the newest.</summary>
    /// <param name="ifMatch">The versions that the caller would replace; null for any.</param>
    public (CataloguedStrategy Strategy, SaveOutcome Outcome) Save(
        string document, ImmutableArray<int>? ifMatch, int published, DateTimeOffset now)
    {
        if (Refuse(ifMatch) is { } refusal)
        {
            return (this, refusal);
        }

        return string.Equals(document, Newest.Document, StringComparison.Ordinal)
            ? (this, Outcome(SaveResult.Unchanged))
            : Append(document, published, now);
    }

    /// <summary>Hides the strategy; its versions stay.</summary>
    public (CataloguedStrategy Strategy, SaveOutcome Outcome) Archive(ImmutableArray<int>? ifMatch, DateTimeOffset now) =>
        Refuse(ifMatch) is { } refusal
            ? (this, refusal)
            : (this with { IsArchived = true, ChangedAt = now }, Outcome(SaveResult.Archived));

    private SaveOutcome? Refuse(ImmutableArray<int>? ifMatch)
    {
        if (IsArchived)
        {
            return new SaveOutcome(SaveResult.NotFound, null);
        }

        return ifMatch is { } asked && !asked.Contains(Newest.Version) ? Outcome(SaveResult.Stale) : null;
    }

    private (CataloguedStrategy Strategy, SaveOutcome Outcome) Append(string document, int published, DateTimeOffset now)
    {
        if (Newest.Version >= VersionsMax)
        {
            return (this, Outcome(SaveResult.Full));
        }

        ImmutableArray<StrategyVersion> waiting = [.. Recent.Where(version => version.Version > published)];
        if (waiting.Length >= RecentMax)
        {
            return (this, Outcome(SaveResult.Congested));
        }

        var next = this with
        {
            Recent = waiting.Add(new StrategyVersion(Newest.Name, Newest.Version + 1, document, now)),
            IsArchived = false,
            ChangedAt = now,
        };
        return (next, next.Outcome(SaveResult.Saved));
    }

    private SaveOutcome Outcome(SaveResult result) => new(result, Newest.Version);
}
