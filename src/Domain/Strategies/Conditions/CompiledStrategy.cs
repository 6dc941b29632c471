using System.Collections.Immutable;
using Trading.Domain.Indicators;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>A strategy ready to run: immutable, shared by its instances on every symbol.</summary>
public sealed class CompiledStrategy
{
    private CompiledStrategy(StrategyDocument document) => Document = document;

    public StrategyDocument Document { get; }

    /// <summary>The distinct indicators of the symbol's market that conditions and size read; a host builds its <c>IndicatorSet</c> from the union over its strategies.</summary>
    public ImmutableArray<IndicatorSpec> Indicators => throw new NotImplementedException();

    public static CompiledStrategy Compile(StrategyDocument document) => new(document);
}
