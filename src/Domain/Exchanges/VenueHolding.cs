using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Exchanges;

/// <summary>What a venue says of one symbol of an account at one moment: the position, and the latest executions that made it.</summary>
/// <param name="Quantity">Signed base units; 0 when flat.</param>
/// <param name="EntryPrice">Average entry; 0 when flat.</param>
/// <param name="Leverage">At least 1.</param>
/// <param name="Executions">The latest, oldest first; all of them are in the quantity.</param>
/// <param name="At">The venue's time.</param>
[GenerateSerializer, Immutable, Alias("venue-holding")]
public sealed record VenueHolding(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal EntryPrice,
    [property: Id(3)] int Leverage,
    [property: Id(4)] ImmutableArray<VenueExecution> Executions,
    [property: Id(5)] DateTimeOffset At)
{
    /// <summary>One symbol of an account; flat when the account does not list it.</summary>
    public static VenueHolding Of(VenueAccount account, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(account);
        var executions = account.Executions.Where(execution => execution.Symbol == symbol).SelectMany(listed => listed.Latest);
        return account.Positions.FirstOrDefault(position => position.Symbol == symbol) is { } held
            ? new(symbol, held.Quantity, held.EntryPrice, held.Leverage, [.. executions], account.At)
            : new(symbol, 0m, 0m, 1, [.. executions], account.At);
    }
}
