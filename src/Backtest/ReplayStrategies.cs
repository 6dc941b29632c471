using System.Text;
using Trading.Domain;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Backtest;

/// <summary>From pinned documents to what runs.</summary>
public static class ReplayStrategies
{
    /// <exception cref="InvariantException">The pinned document no longer validates: versions are stored valid and never change.</exception>
    public static CompiledStrategy Compile(PinnedStrategy strategy)
    {
        var parsed = StrategyDocument.Parse(Encoding.UTF8.GetBytes(strategy.Document));
        return parsed.Document is { } document
            ? CompiledStrategy.Compile(document)
            : throw new InvariantException($"Strategy {strategy.Name} version {strategy.Version}: {parsed.Errors[0].Pointer} {parsed.Errors[0].Detail}");
    }

    public static ReplayStrategy Of(PinnedStrategy strategy) => new(strategy.Name, strategy.Version, Compile(strategy), strategy.Symbols);
}
