using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What an instance remembers of an order that it caused.</summary>
/// <param name="Filled">Base units filled so far.</param>
/// <param name="IsMarket">False for a limit order, which an emergency replaces.</param>
/// <param name="IsAnswered">Risk has judged it.</param>
/// <param name="CancelRequested">A cancel was asked for; its outcome is open until the order ends.</param>
/// <param name="EndReason">How it ended; null while it works.</param>
[GenerateSerializer, Immutable, Alias("instance-order")]
public sealed record InstanceOrder(
    [property: Id(0)] OrderPurpose Purpose,
    [property: Id(1)] string Id,
    [property: Id(2)] int Ordinal,
    [property: Id(3)] decimal Quantity,
    [property: Id(4)] decimal Filled,
    [property: Id(5)] bool IsMarket,
    [property: Id(6)] bool IsAnswered,
    [property: Id(7)] bool CancelRequested,
    [property: Id(8)] string? EndReason)
{
    [JsonIgnore]
    public bool Works => EndReason is null;
}
