using System.Buffers;

namespace Trading.Storage.MarketData.Segments;

/// <summary>The bytes of a segment, in a rented array that goes back when they are disposed of.</summary>
public sealed class SegmentBytes(int length) : IMemoryOwner<byte>
{
    private byte[]? _rented = ArrayPool<byte>.Shared.Rent(length);

    public Memory<byte> Memory => _rented.AsMemory(0, length);

    /// <summary>Reads a source piece by piece until the whole length is there.</summary>
    /// <param name="read">From an offset of the source into the array at the same offset, at most so many bytes; returns how many.</param>
    /// <exception cref="EndOfStreamException">The source is shorter.</exception>
    internal void Fill(Func<int, byte[], int, int> read)
    {
        for (var offset = 0; offset < length;)
        {
            var count = read(offset, _rented!, length - offset);
            offset += count > 0 ? count : throw new EndOfStreamException($"The segment ends at byte {offset} of {length}.");
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
