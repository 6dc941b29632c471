using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Accounts;

namespace Trading.Domain.Positions;

/// <summary>
/// What makes a fill count once: the last outbox sequence of each order that may repeat what it has told, and the latest trade ids for
/// what comes without one (reconciled fills, liquidations). Both are bounded.
/// </summary>
[GenerateSerializer, Immutable, Alias("seen-fills")]
public sealed record SeenFills(
    [property: Id(0)] ImmutableDictionary<string, long> LastSequences, [property: Id(1)] ImmutableArray<string> TradeIds)
{
    /// <summary>Trade ids remembered; more than any burst of reports that a reconciliation repeats.</summary>
    public const int TradeIdsMax = 100;

    public static SeenFills Empty { get; } = new(ImmutableDictionary<string, long>.Empty, []);

    /// <summary>A sequenced fill is judged by its sequence and its trade id: the same trade may come again by reconciliation.</summary>
    public bool Contains(string orderId, long sequence, string tradeId) =>
        (sequence > 0 && LastSequences.TryGetValue(orderId, out var last) && sequence <= last) || TradeIds.Knows(tradeId);

    public bool Contains(string tradeId) => TradeIds.Knows(tradeId);

    public SeenFills With(string orderId, long sequence, string tradeId) =>
        new(sequence > 0 ? LastSequences.SetItem(orderId, sequence) : LastSequences, Remember(tradeId));

    public SeenFills With(string tradeId) => this with { TradeIds = Remember(tradeId) };

    /// <summary>The order has retired: nothing of it will come under its sequence any more.</summary>
    public SeenFills Forget(string orderId) =>
        LastSequences.ContainsKey(orderId) ? this with { LastSequences = LastSequences.Remove(orderId) } : this;

    private ImmutableArray<string> Remember(string tradeId) => TradeIds.Knows(tradeId) ? TradeIds : TradeIds.Remember(tradeId, TradeIdsMax);
}
