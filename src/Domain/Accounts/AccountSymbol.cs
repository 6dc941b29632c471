using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

/// <summary>What an account knows of one symbol: its share of the position, who holds it, whether it is frozen.</summary>
/// <param name="Quantity">Signed base units.</param>
/// <param name="Cost">Signed like the quantity, exact.</param>
/// <param name="Margin">Isolated margin, initial and added.</param>
/// <param name="Mark">As of the last refresh, or the decision event of an intent on this symbol.</param>
/// <param name="PositionSequence">Last position event booked.</param>
/// <param name="Holder">Instance that holds the symbol from Entering until flat; empty for none.</param>
/// <param name="Frozen">Why no entry is allowed until drift is understood; empty when it is not frozen.</param>
[GenerateSerializer, Immutable, Alias("account-symbol")]
public sealed record AccountSymbol(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal Cost,
    [property: Id(3)] decimal Margin,
    [property: Id(4)] int Leverage,
    [property: Id(5)] decimal Mark,
    [property: Id(6)] long PositionSequence,
    [property: Id(7)] string Holder,
    [property: Id(8)] string Frozen)
{
    [JsonIgnore]
    public decimal UnrealizedPnl => Unrealized(Mark, Quantity, Cost);

    public static AccountSymbol Empty(Symbol symbol) => new(symbol, 0m, 0m, 0m, 1, 0m, 0, "", "");

    internal static decimal Unrealized(decimal mark, decimal quantity, decimal cost) => (mark * quantity) - cost;
}
