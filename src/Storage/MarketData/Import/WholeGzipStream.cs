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

    private readonly Appended _input;
    private readonly GZipStream _gzip;
    private int _markerRead;

    public WholeGzipStream(Stream file)
    {
        _input = new Appended(file);
        _gzip = new GZipStream(_input, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The file is broken or cut short; nothing was handed out that is not in it.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = Decompress(buffer);

        // All that the file's own bytes make is out before the first of the marker's goes in.
        if (!_input.IsMarkerBegun)
        {
            return read > 0 || buffer.IsEmpty ? read : throw new InvalidDataException("something follows its end");
        }

        for (; read > 0; read = Decompress(buffer))
        {
            if (!Marker.AsSpan(_markerRead).StartsWith(buffer[..read]))
            {
                throw CutShort();
            }

            _markerRead += read;
        }

        return _markerRead == Marker.Length ? 0 : throw CutShort();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException broken) when (_input.IsMarkerBegun)
        {
            throw CutShort(broken);
        }
        catch (InvalidDataException broken)
        {
            // What the framework says of a damaged gzip stream speaks of archives.
            throw new InvalidDataException("a part of the gzip stream is damaged, or its checksum is wrong", broken);
        }
    }

    private static InvalidDataException CutShort(Exception? cause = null) => new("the gzip stream is cut short", cause);

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

        public bool IsMarkerBegun => _markerRead >= 0;

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
