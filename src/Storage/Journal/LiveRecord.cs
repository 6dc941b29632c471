using Trading.Storage.Results;

namespace Trading.Storage.Journal;

/// <summary>An entry with the rows that it alone leads to. They are stored with it, once, and take its position for their sequence.</summary>
public sealed record LiveRecord(JournalEntry Entry)
{
    public FillRow? Fill { get; init; }

    public RoundTripRow? RoundTrip { get; init; }

    public EquityRow? Equity { get; init; }

    public InstanceTransitionRow? Transition { get; init; }
}
