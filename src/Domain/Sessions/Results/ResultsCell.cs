using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Results;

/// <summary>What results are attributed to: one strategy on one symbol.</summary>
/// <param name="Strategy">Name of the strategy; empty for manual orders.</param>
public readonly record struct ResultsCell(string Strategy, Symbol Symbol);
