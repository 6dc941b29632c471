namespace Trading.Domain.MarketData;

/// <summary>
/// Levels below the top of recorded books, looked up one by one: a reader that only watches never has them decoded. Those of the
/// newest book handed over, and of the books of the newest batch, can be read, also when the recording is over; of older ones they may be gone.
/// Who has read the last level disposes of it, so that the memory is used again.
/// </summary>
public interface IBookDepth : IDisposable
{
    /// <summary>Levels below the top that a book may have.</summary>
    int Levels { get; }

    /// <param name="index"><see cref="MarketEvent.DepthIndex"/> of the book, not negative.</param>
    /// <param name="level">From 0, the second best.</param>
    /// <returns>0 when the side has no such level: then it has no deeper one either.</returns>
    long Price(bool isBid, int index, int level);

    /// <summary>Of a level that has a price.</summary>
    long Quantity(bool isBid, int index, int level);
}
