using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Positions;

/// <summary>A position from its first fill until it was flat again.</summary>
/// <param name="Position">Id of the position, <c>pos-…</c>.</param>
/// <param name="Number">Counts the round trips of this position, from 1.</param>
/// <param name="EntryPrice">Average over all fills that opened or increased it.</param>
/// <param name="ExitPrice">Average over all fills that decreased it.</param>
/// <param name="Quantity">Largest absolute quantity held, base units.</param>
/// <param name="GrossPnl">Σ realised, fees excluded, quote units.</param>
/// <param name="Fees">Above 0 is paid.</param>
/// <param name="Funding">Above 0 is received.</param>
/// <param name="Mae">Worst gross result (realised so far + unrealised) at any mark, at most 0, quote units.</param>
/// <param name="Mfe">Best gross result at any mark, at least 0, quote units.</param>
[GenerateSerializer, Immutable, Alias("round-trip")]
public sealed record RoundTrip(
    [property: Id(0)] string Position,
    [property: Id(1)] long Number,
    [property: Id(2)] PositionOwner Owner,
    [property: Id(3)] Symbol Symbol,
    [property: Id(4)] PositionSide Side,
    [property: Id(5)] DateTimeOffset EntryAt,
    [property: Id(6)] DateTimeOffset ExitAt,
    [property: Id(7)] decimal EntryPrice,
    [property: Id(8)] decimal ExitPrice,
    [property: Id(9)] decimal Quantity,
    [property: Id(10)] decimal GrossPnl,
    [property: Id(11)] decimal Fees,
    [property: Id(12)] decimal Funding,
    [property: Id(13)] decimal Mae,
    [property: Id(14)] decimal Mfe,
    [property: Id(15)] string ExitReason)
{
    [JsonIgnore]
    public decimal NetPnl => GrossPnl - Fees + Funding;

    [JsonIgnore]
    public TimeSpan Duration => ExitAt - EntryAt;
}
