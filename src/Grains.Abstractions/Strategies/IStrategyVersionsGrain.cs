using System.Collections.Immutable;
using Trading.Domain.Strategies.Catalogue;

namespace Trading.Grains.Abstractions.Strategies;

/// <summary>One named strategy of a trader, under <see cref="GrainKeys.ForStrategyVersions"/>. The only writer of its versions, which never change.</summary>
[Alias("strategy-versions")]
public interface IStrategyVersionsGrain : IGrainWithStringKey
{
    /// <summary>Saves the first version, or the next one of an archived strategy, which is back with it. Durable when the task completes.</summary>
    /// <param name="document">Canonical JSON, already validated, of the name in the key.</param>
    /// <param name="request">Identity of the request: a repeat of the one that took the name is answered as that one was. Null for one that is not repeated.</param>
    [Alias("create")]
    Task<SaveOutcome> Create(string document, string? request);

    /// <summary>Saves the next version; an unchanged document keeps the newest. Durable when the task completes.</summary>
    /// <param name="document">As for <see cref="Create"/>.</param>
    /// <param name="ifMatch">The versions that the caller would replace; null for any.</param>
    [Alias("save")]
    Task<SaveOutcome> Save(string document, ImmutableArray<int>? ifMatch);

    /// <summary>Hides the strategy; its versions stay. A repeat answers <see cref="SaveResult.NotFound"/>.</summary>
    /// <param name="ifMatch">As for <see cref="Save"/>.</param>
    [Alias("archive")]
    Task<SaveOutcome> Archive(ImmutableArray<int>? ifMatch);

    /// <param name="version">Null for the newest.</param>
    /// <returns>Null when there is no such version; an archived strategy is found by version only.</returns>
    [Alias("find")]
    Task<StrategyVersion?> Find(int? version);
}
