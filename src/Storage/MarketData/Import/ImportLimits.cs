namespace Trading.Storage.MarketData.Import;

/// <summary>What a file may cost. Above a limit the import fails.</summary>
public sealed record ImportLimits
{
    public static ImportLimits Default { get; } = new();

    /// <summary>For a look at a file while somebody waits for the answer.</summary>
    public static ImportLimits Probe { get; } = new() { BytesMax = 64L << 20, RowsMax = 1_000_000, RowGroupRowsMax = 1_048_576, RowGroupBytesMax = 64L << 20 };

    /// <summary>Bytes after decompression.</summary>
    public long BytesMax { get; init; } = 256L << 30;

    /// <summary>Decompressed to compressed bytes, looked at once <see cref="RatioFromBytes"/> were decompressed: a bomb is far above any recording.</summary>
    public int RatioMax { get; init; } = 400;

    public long RatioFromBytes { get; init; } = 64L << 20;

    /// <summary>Longest line, bytes.</summary>
    public int LineMax { get; init; } = 65_536;

    public long RowsMax { get; init; } = 2_000_000_000;

    /// <summary>Rows of one Parquet row group, which is held in memory.</summary>
    public int RowGroupRowsMax { get; init; } = 4_194_304;

    /// <summary>Memory of one Parquet row group's columns, decompressed, as its metadata say.</summary>
    public long RowGroupBytesMax { get; init; } = 1L << 30;

    /// <summary>Longest pause between two rows: a slip of the time column would make the replay tick through centuries.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromDays(366);
}
