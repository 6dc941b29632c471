using Parquet;
using Parquet.Schema;
using Trading.Storage.MarketData.Thrift;

namespace Trading.Storage.MarketData.Import;

/// <summary>Judges the page headers of a column before the library reads them: they must lie in the file, add up to the row group, and stay small.</summary>
internal static class ParquetPages
{
    private const int HeaderMax = 65_536;
    private const int PageBytesMax = 256 << 20;

    // Fields of PageHeader in parquet.thrift; those of its parts are 100 · the part's field + their own.
    private const int Uncompressed = 2;
    private const int Compressed = 3;
    private const int DataValues = 501;
    private const int DictionaryValues = 701;
    private const int DataV2Values = 801;

    public static bool AreSound(Stream file, ParquetRowGroupReader group, DataField field)
    {
        if (group.GetMetadata(field)?.MetaData is not { } chunk || chunk.NumValues != group.RowCount)
        {
            return false;
        }

        var at = chunk.DictionaryPageOffset is { } dictionary and > 0 ? Math.Min(dictionary, chunk.DataPageOffset) : chunk.DataPageOffset;
        var rows = 0L;
        var values = new Dictionary<int, long>();
        var buffer = new byte[HeaderMax];
        while (rows < chunk.NumValues)
        {
            if (at < 0 || at >= file.Length)
            {
                return false;
            }

            file.Position = at;
            var length = file.ReadAtLeast(buffer, HeaderMax, throwOnEndOfStream: false);
            var header = new ThriftReader(buffer.AsSpan(0, length));
            values.Clear();
            if (!header.TryStruct(values) || !IsSound(values, file.Length - at - header.Position, chunk.NumValues))
            {
                return false;
            }

            rows += values.GetValueOrDefault(DataValues) + values.GetValueOrDefault(DataV2Values);
            at += header.Position + values[Compressed];
        }

        return rows == chunk.NumValues;
    }

    private static bool IsSound(Dictionary<int, long> values, long bytesLeft, long rows) =>
        values.GetValueOrDefault(Compressed, -1) is var compressed && compressed >= 0 && compressed <= bytesLeft
        && values.GetValueOrDefault(Uncompressed, -1) is >= 0 and <= PageBytesMax
        && (values.GetValueOrDefault(DataValues), values.GetValueOrDefault(DataV2Values), values.GetValueOrDefault(DictionaryValues)) is var (v1, v2, words)
        && v1 >= 0 && v1 <= rows && v2 >= 0 && v2 <= rows && words >= 0 && words <= rows;
}
