using System.Collections.Immutable;

namespace Trading.Grains.Strategies;

[GenerateSerializer, Alias("strategy-catalogue-state")]
internal sealed class StrategyCatalogueState
{
    /// <summary>In ordinal order.</summary>
    [Id(0)]
    public ImmutableArray<string> Names { get; set; } = [];
}
