using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What <c>limits</c> count for one instance. Days are UTC.</summary>
/// <param name="TradesDay">The day that <paramref name="Trades"/> counts.</param>
/// <param name="Trades">Trades whose first fill fell on that day.</param>
/// <param name="Losses">Losing round trips in a row.</param>
/// <param name="BlockedDay">The day on which the losses reached their limit; entries are refused until it is over.</param>
/// <param name="NetDay">The day that <paramref name="Net"/> counts.</param>
/// <param name="Net">Net of the round trips closed on that day, quote units.</param>
[GenerateSerializer, Immutable, Alias("instance-counters")]
public sealed record InstanceCounters(
    [property: Id(0)] DateOnly TradesDay,
    [property: Id(1)] int Trades,
    [property: Id(2)] int Losses,
    [property: Id(3)] DateOnly? BlockedDay,
    [property: Id(4)] DateOnly NetDay,
    [property: Id(5)] decimal Net)
{
    public static InstanceCounters Zero { get; } = new(default, 0, 0, null, default, 0m);

    public int TradesOn(DateOnly day) => day == TradesDay ? Trades : 0;

    public decimal NetOn(DateOnly day) => day == NetDay ? Net : 0m;

    public int LossesOn(DateOnly day) => BlockedDay is { } blocked && day > blocked ? 0 : Losses;

    public bool IsBlockedOn(DateOnly day) => BlockedDay is { } blocked && day <= blocked;

    public InstanceCounters Traded(DateOnly day) => this with { TradesDay = day, Trades = TradesOn(day) + 1 };

    /// <param name="lossesMax">The limit on losses in a row; null for none.</param>
    public InstanceCounters Closed(DateOnly day, decimal netPnl, int? lossesMax)
    {
        var losses = netPnl < 0m ? LossesOn(day) + 1 : 0;
        var blocked = IsBlockedOn(day) ? BlockedDay : losses >= lossesMax ? day : (DateOnly?)null;
        return this with { Losses = losses, BlockedDay = blocked, NetDay = day, Net = NetOn(day) + netPnl };
    }
}
