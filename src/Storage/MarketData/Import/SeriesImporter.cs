using System.Globalization;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>Reads one file (CSV plain, gzip or zip; Parquet) into segments. A faulty file is an answer, never an exception.</summary>
public static class SeriesImporter
{
    /// <summary>Rows between two looks at the token.</summary>
    private const int StepRows = 8192;

    /// <summary>Rows between two reports of progress.</summary>
    private const int ReportRows = 65_536;

    /// <param name="file">Seekable, from its beginning; stays open.</param>
    /// <returns>The outcome; with a <see cref="ImportOutcome.Failure"/> what the sink took must be thrown away.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; what the sink took must be thrown away.</exception>
    public static Task<ImportOutcome> ImportAsync(
        Stream file,
        ImportRequest request,
        ISegmentSink sink,
        IProgress<ImportProgress>? progress = null,
        ImportLimits? limits = null,
        CancellationToken cancellation = default) =>
        RunAsync(file, request, sink, progress, limits ?? ImportLimits.Default, cancellation);

    /// <summary>
    /// First and last time of the good rows, for refusing an overlap before the import starts; null when the file cannot be imported, or is
    /// so long that somebody who waits should not.
    /// </summary>
    public static async Task<DataGap?> ProbeSpanAsync(Stream file, ImportRequest request, CancellationToken cancellation = default)
    {
        var outcome = await RunAsync(file, request, sink: null, progress: null, ImportLimits.Probe, cancellation);
        return outcome is { Failure: null, Series: [var series] } ? new DataGap(series.FromMs, series.ToMs) : null;
    }

    private static async Task<ImportOutcome> RunAsync(
        Stream file, ImportRequest request, ISegmentSink? sink, IProgress<ImportProgress>? progress, ImportLimits limits, CancellationToken cancellation)
    {
        if (request is { Kind: SeriesKind.Candles, Interval: null })
        {
            return Failed(new(0, "required", "An import of candles needs their interval."), 0, 0, []);
        }

        var writer = new SeriesWriter(request.Symbol, request.Kind, request.Kind is SeriesKind.Candles ? request.Interval : null, sink);
        var rows = new SeriesRows(request, limits, writer);
        try
        {
            using var source = await RowSources.OpenAsync(file, SeriesSchema.Of(request.Kind), limits, cancellation);
            await ReadAsync(file, source, rows, writer, limits, progress, cancellation);
        }
        catch (ImportFileException unreadable)
        {
            return Failed(new(unreadable.Line, unreadable.Code, unreadable.Message), writer.Rows, rows.BadRows, rows.Errors);
        }

        if (rows.BadRows > 0 && !request.SkipBadRows)
        {
            return Failed(rows.Errors[0], writer.Rows, rows.BadRows, rows.Errors);
        }

        if (writer.Rows == 0)
        {
            return Failed(new(0, "empty", "The file has no good row."), 0, rows.BadRows, rows.Errors);
        }

        await writer.FlushAsync(cancellation);
        return new ImportOutcome([writer.Summarise()], writer.Rows, rows.BadRows, [.. rows.Errors, .. rows.Notes]);
    }

    private static async Task ReadAsync(
        Stream file, IRowSource source, SeriesRows rows, SeriesWriter writer, ImportLimits limits, IProgress<ImportProgress>? progress,
        CancellationToken cancellation)
    {
        var more = true;
        for (var reported = 0L; more;)
        {
            cancellation.ThrowIfCancellationRequested();
            more = await source.ReadAsync(rows, Math.Min(StepRows, writer.Block.Room), cancellation);
            if (writer.Block.Room == 0)
            {
                await writer.FlushAsync(cancellation);
            }

            if (writer.Rows + rows.BadRows > limits.RowsMax)
            {
                throw new ImportFileException("too_large", string.Create(CultureInfo.InvariantCulture, $"A file has at most {limits.RowsMax} rows."));
            }

            if (!more || writer.Rows + rows.BadRows - reported >= ReportRows)
            {
                reported = writer.Rows + rows.BadRows;
                progress?.Report(new ImportProgress(file.Position, file.Length, writer.Rows, rows.BadRows));
            }
        }
    }

    private static ImportOutcome Failed(ImportError failure, long rows, long badRows, IReadOnlyList<ImportError> errors) =>
        new([], rows, badRows, errors.Contains(failure) ? [.. errors] : [failure, .. errors.Take(ImportOutcome.ErrorsKept - 1)]) { Failure = failure };
}
