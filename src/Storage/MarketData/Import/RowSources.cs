using System.Globalization;
using System.IO.Compression;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Opens a file by what it is: its first bytes tell, not its name.</summary>
internal static class RowSources
{
    private const int MagicLength = 4;

    /// <exception cref="ImportFileException">The file as a whole cannot be read.</exception>
    public static async Task<IRowSource> OpenAsync(Stream file, SeriesSchema schema, ImportLimits limits, CancellationToken cancellation)
    {
        var magic = new byte[MagicLength];
        var length = file.ReadAtLeast(magic, MagicLength, throwOnEndOfStream: false);
        file.Position = 0;
        return magic.AsSpan(0, length) switch
        {
            [] => throw new ImportFileException("empty", "The file is empty."),
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1'] => await ParquetRowSource.OpenAsync(file, schema, limits, cancellation),
            [0x1F, 0x8B, ..] => new CsvRowSource(new GuardedStream(new WholeGzipStream(file), file, limits), schema, limits),
            [(byte)'P', (byte)'K', 3 or 5 or 7, 4 or 6 or 8] => new CsvRowSource(OpenZip(file, limits), schema, limits),
            _ => new CsvRowSource(new GuardedStream(new Borrowed(file), file, limits), schema, limits),
        };
    }

    private static GuardedStream OpenZip(Stream file, ImportLimits limits)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            ZipArchiveEntry[] entries = [.. archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).Take(2)];
            return entries is [var only]
                ? new GuardedStream(new ZipEntryStream(only), file, limits)
                : throw new ImportFileException(
                    "malformed", string.Create(CultureInfo.InvariantCulture, $"A zip file must hold exactly one file, found {archive.Entries.Count}."));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new ImportFileException("malformed", $"The zip file is broken: {broken.Message}");
        }
    }

    /// <summary>Leaves the caller's file open.</summary>
    private sealed class Borrowed(Stream file) : ReadingStream
    {
        public override int Read(Span<byte> buffer) => file.Read(buffer);
    }
}
