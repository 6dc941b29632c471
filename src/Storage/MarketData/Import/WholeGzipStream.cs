using System.IO.Compression;

namespace Trading.Storage.MarketData.Import;

/// <summary>
/// A gzip file of any number of members that must be whole. .NET ends a truncated file as if it were complete, so a small member of our own
/// is read after the file's last byte: only when it comes out again at the very end was the file whole. A checksum that fails throws as well.
/// </summary>
internal sealed class WholeGzipStream : ReadingStream
{
    private static readonly byte[] Marker = "end of the imported file\0\u0001\u0002\u0003"u8.ToArray();
    private static readonly byte[] MarkerMember = Compress(Marker);

    private readonly GZipStream _gzip;

    // The last bytes read, which are the marker once the stream ends.
    private readonly byte[] _held = new byte[Marker.Length];
    private int _heldCount;
    private bool _isOver;

    public WholeGzipStream(Stream file) => _gzip = new GZipStream(new Appended(file), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        while (!_isOver && buffer.Length > 0)
        {
            var read = _gzip.Read(buffer);
            if (read == 0)
            {
                _isOver = true;
                if (!_held.AsSpan(0, _heldCount).SequenceEqual(Marker))
                {
                    throw new InvalidDataException("it is truncated, or something follows its end");
                }

                break;
            }

            var passed = Hold(buffer, read);
            if (passed > 0)
            {
                return passed;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Keeps the newest bytes back and puts those held so far before the rest.</summary>
    /// <returns>Bytes of the buffer that may pass.</returns>
    private int Hold(Span<byte> buffer, int read)
    {
        Span<byte> all = stackalloc byte[Marker.Length * 2];
        if (read <= Marker.Length)
        {
            _held.AsSpan(0, _heldCount).CopyTo(all);
            buffer[..read].CopyTo(all[_heldCount..]);
            var count = _heldCount + read;
            var passed = Math.Max(0, count - Marker.Length);
            all[..passed].CopyTo(buffer);
            _heldCount = count - passed;
            all.Slice(passed, _heldCount).CopyTo(_held);
            return passed;
        }

        var tail = buffer[(read - Marker.Length)..read];
        tail.CopyTo(all);
        buffer[..(read - Marker.Length)].CopyTo(buffer[_heldCount..]);
        _held.AsSpan(0, _heldCount).CopyTo(buffer);
        var before = read - Marker.Length + _heldCount;
        all[..Marker.Length].CopyTo(_held);
        _heldCount = Marker.Length;
        return before;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return output.ToArray();
    }

    /// <summary>The file and then the marker's member. The file belongs to the caller and stays open.</summary>
    private sealed class Appended(Stream file) : ReadingStream
    {
        private int _markerRead = -1;

        public override int Read(Span<byte> buffer)
        {
            if (_markerRead < 0)
            {
                var read = file.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                {
                    return read;
                }

                _markerRead = 0;
            }

            var rest = MarkerMember.AsSpan(_markerRead);
            rest = rest[..Math.Min(rest.Length, buffer.Length)];
            rest.CopyTo(buffer);
            _markerRead += rest.Length;
            return rest.Length;
        }
    }
}
