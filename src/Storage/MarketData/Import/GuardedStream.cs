using System.Globalization;

namespace Trading.Storage.MarketData.Import;

/// <summary>Decompressed bytes, counted: a file that grows beyond its limits is refused before it costs more.</summary>
internal sealed class GuardedStream(Stream decompressed, Stream compressed, ImportLimits limits) : ReadingStream
{
    private long _bytes;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = decompressed.Read(buffer);
        }
        catch (InvalidDataException broken)
        {
            throw new ImportFileException(ImportFileException.Malformed, $"The compressed file is broken: {broken.Message.TrimEnd('.')}.");
        }

        _bytes += read;
        if (_bytes > limits.BytesMax || (_bytes > limits.RatioFromBytes && _bytes / limits.RatioMax > Math.Max(1, compressed.Position)))
        {
            throw new ImportFileException(
                "too_large",
                string.Create(CultureInfo.InvariantCulture, $"The file unfolds to over {_bytes} bytes from {compressed.Position}: at most {limits.RatioMax} times and {limits.BytesMax} bytes are read."));
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decompressed.Dispose();
        }

        base.Dispose(disposing);
    }
}
