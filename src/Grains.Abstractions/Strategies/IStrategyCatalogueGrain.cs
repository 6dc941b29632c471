using System.Collections.Immutable;
using Orleans;

namespace Trading.Grains.Abstractions.Strategies;

/// <summary>One trader's strategies, keyed by <see cref="GrainKeys.ForCatalogue"/>. The only writer of their versions, which never change.</summary>
[Alias("strategy-catalogue")]
public interface IStrategyCatalogueGrain : IGrainWithStringKey
{
    /// <summary>Adds a strategy; durable when the task completes.</summary>
    /// <param name="name">Already validated.</param>
    /// <param name="document">Canonical JSON, already validated.</param>
    [Alias("create")]
    Task<SaveOutcome> Create(string name, string document, string actor);

    /// <summary>Adds a version; an unchanged document keeps the newest. Durable when the task completes.</summary>
    /// <param name="ifMatch">The version that the caller has seen; null for any.</param>
    [Alias("save")]
    Task<SaveOutcome> Save(string name, string document, int? ifMatch, string actor);

    /// <summary>Hides the strategy; pinned versions stay. Repeating it answers <see cref="SaveResult.NotFound"/>.</summary>
    [Alias("archive")]
    Task<SaveOutcome> Archive(string name, int? ifMatch, string actor);

    /// <param name="version">Null for the newest.</param>
    /// <returns>Null when there is no such strategy or version; archived strategies are found by version only.</returns>
    [Alias("find")]
    Task<StrategyVersion?> Find(string name, int? version);

    /// <returns>Newest first; empty when there is no such strategy.</returns>
    [Alias("versions")]
    Task<ImmutableArray<StrategyVersion>> Versions(string name);
}

public enum SaveResult : byte
{
    Saved = 0,

    /// <summary>The document was the newest version already.</summary>
    Unchanged = 1,

    /// <summary>The name is taken.</summary>
    Exists = 2,
    NotFound = 3,

    /// <summary>The caller has seen another version.</summary>
    Stale = 4,

    /// <summary>The trader has as many strategies, or the strategy as many versions, as there may be.</summary>
    Full = 5,
}

/// <param name="Version">The newest version after the call; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("strategy-save-outcome")]
public sealed record SaveOutcome([property: Id(0)] SaveResult Result, [property: Id(1)] StrategyVersion? Version);

/// <param name="Version">From 1.</param>
/// <param name="Document">Canonical JSON.</param>
[GenerateSerializer, Immutable, Alias("strategy-version")]
public sealed record StrategyVersion(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] string Document,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] string CreatedBy);
