using Parquet.Meta;
using Trading.Storage.MarketData.Thrift;

namespace Trading.Storage.MarketData.Segments;

/// <summary>Finds a column whose values lie one after the other in the bytes of its file, so that nothing has to be decoded to read one.</summary>
internal static class PlainPage
{
    // Fields of PageHeader in parquet.thrift; those of its parts are 100 · the part's field + their own.
    private const int Compressed = 3;
    private const int DataValues = 501;
    private const int DataEncoding = 502;
    private const int DataV2Values = 801;
    private const int DataV2Encoding = 804;
    private const int DataV2DefinitionBytes = 805;
    private const int DataV2RepetitionBytes = 806;

    /// <param name="file">The whole file.</param>
    /// <param name="chunk">A required column of it, which has no levels.</param>
    /// <param name="rows">Values that the column has.</param>
    /// <param name="width">Bytes of a value.</param>
    /// <param name="values">The values, little-endian.</param>
    /// <returns>False when the column is compressed, encoded or cut into pages: it has to be decoded.</returns>
    public static bool TryFind(ReadOnlyMemory<byte> file, ColumnMetaData? chunk, int rows, int width, out ReadOnlyMemory<byte> values)
    {
        values = default;
        if (chunk is not { Codec: CompressionCodec.UNCOMPRESSED, DictionaryPageOffset: null or 0 } || chunk.NumValues != rows
            || chunk.DataPageOffset < 0 || chunk.DataPageOffset >= file.Length)
        {
            return false;
        }

        var page = file[(int)chunk.DataPageOffset..];
        var reader = new ThriftReader(page.Span);
        var header = new Dictionary<int, long>();
        if (!reader.TryStruct(header) || !IsPlain(header, rows) || header.GetValueOrDefault(Compressed) != (long)rows * width
            || page.Length - reader.Position < rows * width)
        {
            return false;
        }

        values = page.Slice(reader.Position, rows * width);
        return true;
    }

    private static bool IsPlain(Dictionary<int, long> header, int rows) =>
        (header.GetValueOrDefault(DataValues) == rows && header.GetValueOrDefault(DataEncoding, -1) == (int)Encoding.PLAIN)
        || (header.GetValueOrDefault(DataV2Values) == rows && header.GetValueOrDefault(DataV2Encoding, -1) == (int)Encoding.PLAIN
            && header.GetValueOrDefault(DataV2DefinitionBytes) == 0 && header.GetValueOrDefault(DataV2RepetitionBytes) == 0);
}
