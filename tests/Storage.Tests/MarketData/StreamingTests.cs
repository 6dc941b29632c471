using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Large files are streamed: what is held does not grow with them. Alone, because live bytes are those of the whole process.</summary>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(StreamingTests))]
public sealed class StreamingTests
{
    [Fact]
    public async Task Import_of_a_long_file_holds_a_segment_and_no_more()
    {
        const long rows = 3_000_000;
        var sink = new MeasuringSink();
        var progress = new LastProgress();
        await using var file = new RowsFile(rows);

        var outcome = await SeriesImporter.ImportAsync(file, new ImportRequest(Imported.Xrp, SeriesKind.Trades, null, SkipBadRows: false), sink, progress, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(outcome.Failure);
        Assert.Equal((rows, 100.0, file.Length), (outcome.Rows, progress.Last!.Percent, progress.Last.BytesRead));
        AssertFlat(sink);
    }

    [Fact]
    public async Task Generation_of_a_long_market_holds_a_segment_of_each_kind_and_no_more()
    {
        var sink = new MeasuringSink();
        var progress = new LastProgress();
        var spec = new SyntheticSpec(Imported.Xrp, SyntheticScenario.Calm, 3_000_000, 1000, Seed: 1);

        var outcome = await SyntheticImporter.GenerateAsync(spec, sink, progress, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((3_000_001L, 100.0), (outcome.Rows, progress.Last!.Percent));
        AssertFlat(sink);
    }

    /// <summary>Live bytes after a full collection at each segment: the later ones are not above the earlier ones.</summary>
    private static void AssertFlat(MeasuringSink sink)
    {
        var half = sink.LiveBytes.Count / 2;
        Assert.True(half >= 5, "enough segments to compare");
        var (early, late) = (sink.LiveBytes.Take(half).Max(), sink.LiveBytes.Skip(half).Max());
        Assert.True(late <= early * 1.1, $"early {early}, late {late}");
    }

    private sealed class MeasuringSink : ISegmentSink
    {
        public List<long> LiveBytes { get; } = [];

        public Task AppendAsync(SegmentEntry segment, ReadOnlyMemory<byte> parquet, CancellationToken cancellation)
        {
            // The first segments still see the columns grow.
            if (segment.Ordinal > 0)
            {
                LiveBytes.Add(GC.GetTotalMemory(forceFullCollection: true));
            }

            return Task.CompletedTask;
        }
    }

    private sealed class LastProgress : IProgress<ImportProgress>
    {
        public ImportProgress? Last { get; private set; }

        public void Report(ImportProgress value)
        {
            Assert.True(Last is null || value.BytesRead >= Last.BytesRead);
            Last = value;
        }
    }

    /// <summary>A file of equally long rows that is made as it is read.</summary>
    private sealed class RowsFile(long rows) : Stream
    {
        private const int RowBytes = 31;
        private const string Header = "timestamp_ms,price,quantity,side";
        private byte[] _row = [];
        private long _rowIndex = -1;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => (RowBytes * rows) + Header.Length + 1;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var done = 0;
            while (done < count && Position < Length)
            {
                var headed = Position - Header.Length - 1;
                var source = headed < 0 ? System.Text.Encoding.ASCII.GetBytes(Header + "\n").AsSpan((int)Position) : Row(headed / RowBytes).AsSpan((int)(headed % RowBytes));
                var part = Math.Min(source.Length, count - done);
                source[..part].CopyTo(buffer.AsSpan(offset + done));
                done += part;
                Position += part;
            }

            return done;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        private byte[] Row(long index)
        {
            if (index != _rowIndex)
            {
                _rowIndex = index;
                _row = System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{1_600_000_000_000 + index},1{index % 1000:D3}.25,{1 + (index % 9)}.5,buy\n"));
                Assert.Equal(RowBytes - 1, _row.Length);
                _row = [.. _row[..^1], (byte)' ', (byte)'\n'];
            }

            return _row;
        }
    }
}
