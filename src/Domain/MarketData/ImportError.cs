using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>One fault of an imported file, or what is worth knowing of it: the codes <c>rounded</c> and <c>not_kept</c> are no faults.</summary>
/// <param name="Line">1-based line (of Parquet: row); 0 when it concerns the whole file.</param>
/// <param name="Code">Stable code such as <c>malformed</c>, <c>out_of_range</c>, <c>out_of_order</c>.</param>
/// <param name="Detail">A sentence with the rule and what was found.</param>
[GenerateSerializer, Immutable, Alias("import-error")]
public sealed record ImportError([property: Id(0)] long Line, [property: Id(1)] string Code, [property: Id(2)] string Detail);
