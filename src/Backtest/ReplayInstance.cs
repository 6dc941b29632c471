using Trading.Backtest.Feeds;
using Trading.Domain.Indicators;
using Trading.Domain.Strategies.Instances;

namespace Trading.Backtest;

/// <summary>An instance machine in a run, with the memory of where it next wants to look.</summary>
/// <param name="cell">Place among the results: session order of strategy, then symbol.</param>
internal sealed class ReplayInstance(int cell, ReplayStrategy strategy, InstanceIdentity identity, StrategyInstance machine)
{
    private const int Forgotten = -1;

    private int _next = Forgotten;

    public int Cell => cell;

    public ReplayStrategy Strategy => strategy;

    public InstanceIdentity Identity => identity;

    public StrategyInstance Machine => machine;

    /// <summary>Null before the first.</summary>
    public InstanceTransition? LastTransition { get; set; }

    /// <param name="whyNot">Replaces what the machine itself would say now.</param>
    public InstanceStanding Standing(double warmupPct, WhyNot? whyNot) => new(
        identity, strategy, machine.State.Status, machine.State.Since, warmupPct, LastTransition, whyNot ?? machine.WhyNot());

    public void BeginBlock(Block block, IIndicatorColumns columns, decimal dayStartEquity)
    {
        machine.BeginBlock(block.Batch, block.Offset, columns, dayStartEquity);
        _next = Forgotten;
    }

    public void EndBlock() => machine.EndBlock();

    /// <summary>The first event from a position on at which the machine must be asked.</summary>
    public int NextEvent(int from)
    {
        if (machine.NeedsEveryEvent)
        {
            return from;
        }

        if (_next < from)
        {
            _next = machine.NextEvent(from);
        }

        return _next;
    }

    /// <summary>The machine's state changed: what it said before no longer holds.</summary>
    public void Forget() => _next = Forgotten;
}
