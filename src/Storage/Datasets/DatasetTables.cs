using Trading.Storage.Tables;

namespace Trading.Storage.Datasets;

internal static class DatasetTables
{
    public static readonly Table<DatasetRow> Datasets = new("datasets", ["id"]);
    public static readonly Table<DatasetSymbolRow> Symbols = new("dataset_symbols", ["dataset_id", "symbol"]);
    public static readonly Table<DatasetSeriesRow> Series =
        new("dataset_series", ["dataset_id", "symbol", "kind", "import_id"], (nameof(DatasetSeriesRow.From), "from_at"), (nameof(DatasetSeriesRow.To), "to_at"));
    public static readonly Table<ImportRow> Imports = new("dataset_imports", ["id"]);
    public static readonly Table<ImportErrorRow> ImportErrors = new("import_errors", ["import_id", "ordinal"]);

    public static readonly Table<RecordingGapRow> RecordingGaps =
        new("recording_gaps", ["import_id", "from_at"], (nameof(RecordingGapRow.From), "from_at"), (nameof(RecordingGapRow.To), "to_at"));

    /// <summary>Without the bytes; for reading only.</summary>
    public static readonly Table<SegmentHeader> Segments =
        new("segments", ["id"], (nameof(SegmentHeader.From), "from_at"), (nameof(SegmentHeader.To), "to_at"));
}
