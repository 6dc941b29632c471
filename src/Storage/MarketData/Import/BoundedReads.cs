namespace Trading.Storage.MarketData.Import;

/// <summary>
/// A seekable file whose reader may neither read on at its end nor read far more than there is: a broken file makes the Parquet library loop.
/// </summary>
internal sealed class BoundedReads(Stream file) : Stream
{
    private const int ReadingsMax = 16;
    private const long BytesFloor = 64L << 20;

    private long _bytesLeft = Math.Max(BytesFloor, file.Length * ReadingsMax);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        if (buffer.Length == 0)
        {
            return 0;
        }

        // An empty reading costs as well, so that no loop of any kind goes on for ever.
        _bytesLeft -= Math.Max(1, read);
        return read == 0 || _bytesLeft < 0 ? throw new EndOfStreamException("its parts point outside of it") : read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is ever written.
    }
}
