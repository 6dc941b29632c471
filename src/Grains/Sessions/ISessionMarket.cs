using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.Strategies;

namespace Trading.Grains.Sessions;

/// <summary>Where a session's market data come from, as a start has to know it.</summary>
internal interface ISessionMarket
{
    /// <summary>For the message about a symbol that is not there.</summary>
    string Name { get; }

    /// <param name="terms">What the session would trade with.</param>
    /// <returns>Null when it does not have the symbol.</returns>
    Task<PreFlightFacts?> FactsOf(Symbol symbol, SessionTerms terms);

    /// <returns>Null when there is nothing to warn of.</returns>
    ValidationError? Warn(Symbol symbol, string pointer);
}
