namespace Trading.Grains.Strategies;

/// <param name="Sequence">Of the last entry of the order's outbox that was heard.</param>
/// <param name="Filled">Base units filled so far.</param>
[GenerateSerializer, Immutable, Alias("heard-order")]
public readonly record struct HeardOrder([property: Id(0)] long Sequence, [property: Id(1)] decimal Filled);
