using Trading.Simulation.Orders;

namespace Trading.Simulation.Evidence;

/// <summary>The journal: each step of an order once, whatever is repeated.</summary>
internal sealed class Journal(EvidenceLog evidence)
{
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    public void Append(OrderBatch batch)
    {
        var last = _last.GetValueOrDefault(batch.Request.Id);
        foreach (var entry in batch.Entries)
        {
            if (entry.Sequence > last)
            {
                last = entry.Sequence;
                evidence.Journal.Add(new JournalLine(batch.Request.Id, entry.Sequence, entry.Event.GetType().Name, entry.Status.ToString()));
            }
        }

        _last[batch.Request.Id] = last;
    }
}
