using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What an instance remembers of an order that it caused.</summary>
/// <param name="Filled">Base units filled so far.</param>
/// <param name="IsAnswered">Risk has judged it; until then a host that comes back repeats the same request.</param>
/// <param name="CancelRequested">A cancel was asked for; its outcome is open until the order ends.</param>
/// <param name="EndReason">How it ended; null while it works.</param>
[GenerateSerializer, Immutable, Alias("instance-order")]
public sealed record InstanceOrder(
    [property: Id(0)] string Id,
    [property: Id(1)] OrderIntent Intent,
    [property: Id(2)] decimal Filled,
    [property: Id(3)] bool IsAnswered,
    [property: Id(4)] bool CancelRequested,
    [property: Id(5)] string? EndReason)
{
    [JsonIgnore]
    public bool Works => EndReason is null;

    public static InstanceOrder New(string id, OrderIntent intent) => new(id, intent, 0m, false, false, null);

    /// <summary>Fills are told as totals, so that hearing one twice changes nothing.</summary>
    public InstanceOrder FilledTo(decimal quantity) => quantity > Filled ? this with { Filled = quantity } : this;
}
