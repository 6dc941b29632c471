using Trading.Domain.Strategies.Catalogue;

namespace Trading.Grains.Strategies;

[GenerateSerializer, Alias("strategy-versions-state")]
internal sealed class StrategyVersionsState
{
    /// <summary>Null until the first version is saved.</summary>
    [Id(0)]
    public CataloguedStrategy? Strategy { get; set; }
}
