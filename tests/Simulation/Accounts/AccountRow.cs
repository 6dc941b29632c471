using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Simulation.Evidence;

namespace Trading.Simulation.Accounts;

/// <summary>An account as its grain stores it.</summary>
/// <param name="LastSequences">Last outbox entry seen of each order that has not retired.</param>
/// <param name="Commands">Orders whose cancel is not yet acknowledged.</param>
/// <param name="Lines">Every ledger line, newest first; the journal's part, kept in the row so that it is as durable.</param>
/// <param name="Approvals">Every approval, newest first.</param>
internal sealed record AccountRow(
    Account Account,
    ImmutableDictionary<string, long> LastSequences,
    ImmutableArray<string> Commands,
    Chain<LedgerEntry>? Lines,
    Chain<ApprovalLine>? Approvals)
{
    /// <summary>What comparisons with the exchange's wallet have left.</summary>
    public WalletDrift? WalletDrift { get; init; }
}

/// <summary>A list that only grows, sharing its tail.</summary>
internal sealed record Chain<T>(T Item, Chain<T>? Rest)
{
    public static IEnumerable<T> OldestFirst(Chain<T>? newest)
    {
        var items = new List<T>();
        for (var link = newest; link is not null; link = link.Rest)
        {
            items.Add(link.Item);
        }

        items.Reverse();
        return items;
    }
}
