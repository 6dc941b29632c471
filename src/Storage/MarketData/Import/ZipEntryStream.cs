using System.IO.Compression;

namespace Trading.Storage.MarketData.Import;

/// <summary>The only entry of a zip file, which must have the length and the checksum that the file says.</summary>
internal sealed class ZipEntryStream(ZipArchiveEntry entry) : ReadingStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    private readonly Stream _entry = entry.Open();
    private long _length;
    private uint _checksum = uint.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var read = _entry.Read(buffer);
        _length += read;
        foreach (var value in buffer[..read])
        {
            _checksum = Table[(byte)(_checksum ^ value)] ^ (_checksum >> 8);
        }

        if (read == 0 && buffer.Length > 0 && (_length != entry.Length || ~_checksum != entry.Crc32))
        {
            throw new InvalidDataException("it is truncated, or its checksum is wrong");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _entry.Dispose();
        }

        base.Dispose(disposing);
    }

    // CRC-32 of zip (ISO 3309), a byte at a time.
    private static uint TableEntry(int value)
    {
        var entry = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ 0xEDB88320;
        }

        return entry;
    }
}
