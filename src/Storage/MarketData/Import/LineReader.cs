using System.Buffers;

namespace Trading.Storage.MarketData.Import;

/// <summary>The lines of a text file, LF or CRLF, without its byte order mark. Memory is one buffer, whatever the file.</summary>
internal sealed class LineReader(Stream input, int lineMax) : IDisposable
{
    private const int BufferMin = 262_144;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferMin, lineMax * 2));
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>1-based number of the line read last.</summary>
    public long Line { get; private set; }

    /// <returns>False at the end of the file.</returns>
    /// <param name="line">Valid until the next call; empty when it was too long.</param>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start);
            var feed = found.IndexOf((byte)'\n');
            if (feed >= 0 || (_isOver && (found.Length > 0 || isTooLong)))
            {
                line = Trim(feed < 0 ? found : found[..feed]);
                _start += feed < 0 ? found.Length : feed + 1;
                Line++;
                isTooLong |= line.Length > lineMax;
                line = isTooLong ? default : line;
                return true;
            }

            if (_isOver)
            {
                line = default;
                return false;
            }

            if (found.Length > lineMax)
            {
                // Thrown away to the next line feed.
                isTooLong = true;
                _start = _end;
            }

            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return Line == 0 && line.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isOver = read == 0;
    }
}
