using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData;

/// <summary>Generates a synthetic market into segments: what is read back equals what the generator told.</summary>
public static class SyntheticImporter
{
    private const int BatchSize = 8192;
    private const int ReportEvents = 262_144;

    private static readonly SeriesKind[] Kinds = [SeriesKind.Funding, SeriesKind.Mark, SeriesKind.Trades, SeriesKind.Book];

    /// <summary>What the generator fixes of the instrument; the rest are defaults.</summary>
    public static InstrumentTerms TermsOf(SyntheticSpec spec)
    {
        var instrument = SyntheticMarket.InstrumentOf(spec.Symbol);
        return new InstrumentTerms(TickSize: instrument.TickSize, LotSize: instrument.LotSize);
    }

    /// <exception cref="ArgumentException">The spec breaks a rule, or is endless.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what the sink took must be thrown away.</exception>
    public static async Task<ImportOutcome> GenerateAsync(
        SyntheticSpec spec, ISegmentSink sink, IProgress<ImportProgress>? progress = null, CancellationToken cancellation = default)
    {
        var durationMs = spec.DurationMs ?? throw new ArgumentException("A dataset needs a duration.", nameof(spec));
        var market = new SyntheticMarket(spec);
        var writers = Kinds.ToDictionary(kind => kind, kind => new SeriesWriter(spec.Symbol, kind, null, sink));
        var values = new long[SeriesSchema.Of(SeriesKind.Book).Columns.Count];
        var reported = 0L;
        while (!market.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = market.Next(BatchSize, reuseArrays: true);
            for (var index = 0; index < batch.Count; index++)
            {
                if (Take(batch, index, writers, values) is { Block.Room: 0 } full)
                {
                    await full.FlushAsync(cancellation);
                }
            }

            var rows = writers.Values.Sum(writer => writer.Rows);
            if (progress is not null && batch.Count > 0 && (market.IsOver || rows - reported >= ReportEvents))
            {
                reported = rows;
                progress.Report(new ImportProgress(market.IsOver ? durationMs : batch.Events[^1].TimeMs - spec.StartMs, durationMs, rows, 0));
            }
        }

        foreach (var writer in writers.Values)
        {
            await writer.FlushAsync(cancellation);
        }

        return new ImportOutcome(
            [.. writers.Values.Where(writer => writer.Rows > 0).Select(writer => writer.Summarise())], writers.Values.Sum(writer => writer.Rows), 0, []);
    }

    /// <returns>The writer that took the event; null for a heartbeat, which is never stored.</returns>
    private static SeriesWriter? Take(MarketBatch batch, int index, Dictionary<SeriesKind, SeriesWriter> writers, long[] values)
    {
        if (EventRows.Fill(batch, index, values) is not { } row)
        {
            return null;
        }

        var writer = writers[row.Kind];
        return writer.TryAppend(values.AsSpan(0, row.Columns), batch.PriceScale, batch.QuantityScale)
            ? writer
            : throw new InvalidOperationException($"A generated value does not fit: {row.Kind} at {values[SeriesSchema.Time]} ms.");
    }
}
