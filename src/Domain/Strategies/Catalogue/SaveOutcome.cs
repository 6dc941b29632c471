using Orleans;

namespace Trading.Domain.Strategies.Catalogue;

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

    /// <summary>Too many versions wait to be published; a repeat may succeed.</summary>
    Congested = 6,
    Archived = 7,
}

/// <param name="Version">The newest version after the call, or the one that a repeated creation had saved; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("strategy-save-outcome")]
public sealed record SaveOutcome([property: Id(0)] SaveResult Result, [property: Id(1)] int? Version);
