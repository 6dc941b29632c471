using Orleans;

namespace Trading.Domain;

/// <summary>One fault of an input: where it is, which rule it breaks, and what was found.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the faulty member, empty for the whole document.</param>
/// <param name="Code">Stable machine-readable code such as <c>out_of_range</c>, <c>unknown_field</c>, <c>required</c>, <c>malformed</c>.</param>
/// <param name="Detail">A sentence with the rule and what was found.</param>
[GenerateSerializer, Immutable, Alias("validation-error")]
public sealed record ValidationError(
    [property: Id(0)] string Pointer,
    [property: Id(1)] string Code,
    [property: Id(2)] string Detail);
