namespace Trading.Exchanges.Simulated;

/// <summary>How much of orders that are over a venue remembers, besides those whose end somebody has yet to hear.</summary>
/// <param name="AnsweredMax">The latest of them still answer a query.</param>
/// <param name="KnownMax">Of so many older ones the id is known: it is not taken a second time.</param>
/// <param name="KnownFor">Ids are known no longer than this after the end, in the venue's time; null for no such bound.</param>
public sealed record VenueMemory(int AnsweredMax, int KnownMax, TimeSpan? KnownFor)
{
    public static VenueMemory Default { get; } = new(AnsweredMax: 1_000, KnownMax: 0, KnownFor: null);
}
