using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>What a durable venue has still to tell orders and positions: each report until its receiver has acknowledged it.</summary>
/// <param name="Sequence">Of the newest report; 0 before the first.</param>
/// <param name="Entries">Rising sequences.</param>
[GenerateSerializer, Immutable, Alias("venue-outbox")]
public sealed record VenueOutbox([property: Id(0)] long Sequence, [property: Id(1)] ImmutableArray<VenueOutboxEntry> Entries)
{
    public static VenueOutbox Empty { get; } = new(0, []);

    /// <param name="receiverOf">Key of the order or position that a report is for.</param>
    public VenueOutbox Add(IReadOnlyCollection<VenueReport> reports, Func<VenueReport, string> receiverOf)
    {
        var sequence = Sequence;
        return new(Sequence + reports.Count, [.. Entries, .. reports.Select(report => new VenueOutboxEntry(++sequence, receiverOf(report), report))]);
    }

    /// <summary>The receiver has everything up to a sequence. The same outbox when that is nothing new.</summary>
    public VenueOutbox Acknowledge(string receiver, long upTo)
    {
        var left = Entries.RemoveAll(entry => entry.Sequence <= upTo && string.Equals(entry.Receiver, receiver, StringComparison.Ordinal));
        return left.Length == Entries.Length ? this : this with { Entries = left };
    }

    /// <summary>Without what came after a sequence.</summary>
    public VenueOutbox UpTo(long sequence) => Sequence <= sequence ? this : new(sequence, Entries.RemoveAll(entry => entry.Sequence > sequence));

    /// <summary>Everything that waits for each receiver, in the order of their oldest reports.</summary>
    /// <param name="sender">Key of the venue, where acknowledgements go.</param>
    public IEnumerable<(string Receiver, VenueDelivery Delivery)> Deliveries(string sender) => Entries
        .GroupBy(entry => entry.Receiver, StringComparer.Ordinal)
        .Select(group => (group.Key, new VenueDelivery(sender, group.Last().Sequence, [.. group.Select(entry => entry.Report)])));
}

/// <param name="Receiver">Key of an order or position.</param>
[GenerateSerializer, Immutable, Alias("venue-outbox-entry")]
public sealed record VenueOutboxEntry(
    [property: Id(0)] long Sequence, [property: Id(1)] string Receiver, [property: Id(2)] VenueReport Report);
