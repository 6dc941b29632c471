using System.Collections.Immutable;

namespace Trading.Domain.Strategies;

/// <param name="Document">Null when there are errors.</param>
/// <param name="Errors">All faults at once.</param>
/// <param name="Warnings">Do not block.</param>
public sealed record StrategyParseResult(
    StrategyDocument? Document, ImmutableArray<ValidationError> Errors, ImmutableArray<ValidationError> Warnings)
{
    public bool IsValid => Document is not null;

    /// <summary>False when the bytes are no JSON, or more than a document may have: then the one error says why.</summary>
    public bool IsReadable { get; init; } = true;
}
