using System.Text;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Import;

namespace Trading.Storage.Tests.MarketData;

public sealed class HostileFileTests
{
    private static readonly string Csv = CsvImportTests.Header(SeriesKind.Trades)
        + string.Concat(Enumerable.Range(0, 500).Select(row => FormattableString.Invariant($"{row * 37},{1 + (row % 13)},{1 + (row % 7)},buy\n")));

    [Fact]
    public async Task Gzip_cut_anywhere_is_refused()
    {
        var whole = Imported.Gzip(Csv);

        foreach (var length in Enumerable.Range(2, whole.Length - 2).Where(length => length < 40 || length % 97 == 0 || length > whole.Length - 12))
        {
            var imported = await Imported.FileAsync(SeriesKind.Trades, whole[..length], skipBadRows: true);

            Assert.Equal("malformed", imported.Outcome.Failure?.Code);
        }
    }

    [Fact]
    public async Task Gzip_that_is_cut_short_says_so_and_tells_of_no_line_that_is_not_in_it()
    {
        var text = "timestamp_ms,price,quantity,side\n" + string.Concat(Enumerable.Range(1, 5_000).Select(row => FormattableString.Invariant($"{row * 1_000},{row % 97}.5,{1 + (row % 13)},buy\n")));
        var whole = Imported.Gzip(text);
        foreach (var length in Enumerable.Range(1, 20).Select(part => whole.Length * part / 21).Append(whole.Length - 1).Append(whole.Length - 8))
        {
            var imported = await Imported.FileAsync(SeriesKind.Trades, whole[..length]);

            var error = Assert.Single(imported.Outcome.Errors);
            Assert.Equal(("malformed", 0L), (error.Code, imported.Outcome.BadRows));
            Assert.StartsWith("The compressed file is broken: the gzip stream is cut short. ", error.Detail, StringComparison.Ordinal);
            Assert.EndsWith(error.Line == 0 ? "No line of it is whole." : FormattableString.Invariant($"Its last whole line is {error.Line}."), error.Detail, StringComparison.Ordinal);
            Assert.Equal(Math.Max(0, error.Line - 1), imported.Outcome.Rows);
        }
    }

    [Fact]
    public async Task Gzip_with_a_wrong_checksum_is_refused_in_words_of_its_own()
    {
        var whole = Imported.Gzip(Csv);
        whole[^6] ^= 1;

        var imported = await Imported.FileAsync(SeriesKind.Trades, whole);

        Assert.StartsWith(
            "The compressed file is broken: a part of the gzip stream is damaged, or its checksum is wrong. ", imported.Outcome.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_a_gzip_is_not_left_out_in_silence()
    {
        var imported = await Imported.FileAsync(SeriesKind.Trades, [.. Imported.Gzip(Csv), .. "and more"u8]);

        Assert.Contains("something follows its end", imported.Outcome.Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_of_several_members_is_read_to_its_end()
    {
        var half = Csv.IndexOf('\n', Csv.Length / 2) + 1;

        var imported = await Imported.FileAsync(SeriesKind.Trades, [.. Imported.Gzip(Csv[..half]), .. Imported.Gzip(Csv[half..])]);

        Assert.Null(imported.Outcome.Failure);
        Assert.Equal(500, imported.Outcome.Rows);
    }

    [Fact]
    public async Task Gzip_with_a_flipped_bit_is_refused_or_gives_other_rows_never_an_exception()
    {
        var whole = Imported.Gzip(Csv);
        var refused = 0;

        for (var at = 0; at < whole.Length; at += 3)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x10;
            refused += (await Imported.FileAsync(SeriesKind.Trades, broken, skipBadRows: true)).Outcome.Failure is null ? 0 : 1;
        }

        // Only header fields that mean nothing, as the time, may change unnoticed.
        Assert.InRange(refused, (whole.Length / 3) - 5, (whole.Length / 3) + 1);
    }

    [Fact]
    public async Task Zip_of_several_files_or_none_is_refused()
    {
        var several = await Imported.FileAsync(SeriesKind.Trades, Imported.Zip(("a.csv", Csv), ("b.csv", Csv)));
        var none = await Imported.FileAsync(SeriesKind.Trades, Imported.Zip(("folder/", "")));

        Assert.Equal("malformed", several.Outcome.Failure?.Code);
        Assert.Contains("exactly one", several.Outcome.Failure!.Detail, StringComparison.Ordinal);
        Assert.Equal("malformed", none.Outcome.Failure?.Code);
    }

    [Fact]
    public async Task Zip_with_any_byte_changed_never_throws_and_never_gives_other_rows()
    {
        var whole = Imported.Zip(("a.csv", Csv));
        var expected = (await Imported.FileAsync(SeriesKind.Trades, whole)).MarketEvents();

        for (var at = 0; at < whole.Length; at += 3)
        {
            var broken = whole.ToArray();
            broken[at] ^= 0x10;
            var imported = await Imported.FileAsync(SeriesKind.Trades, broken);

            Assert.True(imported.Outcome.Failure is not null || imported.MarketEvents().SequenceEqual(expected), $"byte {at} changed the rows unnoticed");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bomb_is_refused_by_its_ratio(bool isZip)
    {
        var bomb = CsvImportTests.Header(SeriesKind.Trades) + new string('\n', 8 << 20);
        var limits = new ImportLimits { RatioFromBytes = 1 << 20 };

        var imported = await Imported.FileAsync(SeriesKind.Trades, isZip ? Imported.Zip(("a.csv", bomb)) : Imported.Gzip(bomb), limits: limits);

        Assert.Equal("too_large", imported.Outcome.Failure?.Code);
    }

    [Fact]
    public async Task File_beyond_the_limits_is_refused()
    {
        var bytes = await Imported.FileAsync(SeriesKind.Trades, Encoding.UTF8.GetBytes(Csv), limits: new ImportLimits { BytesMax = 100 });
        var rows = await Imported.FileAsync(SeriesKind.Trades, Encoding.UTF8.GetBytes(Csv), limits: new ImportLimits { RowsMax = 100 });

        Assert.Equal(("too_large", "too_large"), (bytes.Outcome.Failure?.Code, rows.Outcome.Failure?.Code));
    }

    [Fact]
    public async Task Absurdly_long_line_is_one_bad_row()
    {
        var csv = Csv + "18500,1," + new string('1', 1_000_000) + ",buy\n20000,1,1,buy\n";

        var imported = await Imported.CsvAsync(SeriesKind.Trades, csv, skipBadRows: true);

        Assert.Equal((501L, 1L), (imported.Outcome.Rows, imported.Outcome.BadRows));
        Assert.Equal((502L, "line_too_long"), (imported.Outcome.Errors[0].Line, imported.Outcome.Errors[0].Code));
    }

    [Fact]
    public async Task Absurdly_long_first_line_ends_the_import()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, new string('x', 10_000_000));

        Assert.Equal("line_too_long", imported.Outcome.Failure?.Code);
    }

    [Theory]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1")]
    [InlineData("PAR1....................PAR1")]
    [InlineData("PAR1\u0001\u0002\u0003\u0004\u0001\0\0\0PAR1")]
    [InlineData("PAR1\u0001\u0002\u0003\u0004\u007f\u007f\u007f\u007fPAR1")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("PK\u0005\u0006")]
    public async Task Nonsense_is_refused(string text)
    {
        var imported = await Imported.FileAsync(SeriesKind.Trades, Encoding.Latin1.GetBytes(text), skipBadRows: true);

        Assert.NotNull(imported.Outcome.Failure);
        Assert.Equal(0, imported.Segments.Count);
    }

    [Fact]
    public async Task Cancelled_import_stops_with_the_cancellation()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Csv));
        var request = new ImportRequest(Imported.Xrp, SeriesKind.Trades, null, SkipBadRows: false);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => SeriesImporter.ImportAsync(file, request, new MemorySegments(), cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Probe_tells_the_span_that_the_import_will_have()
    {
        using var file = new MemoryStream(Imported.Gzip(Csv));

        var span = await SeriesImporter.ProbeSpanAsync(file, new ImportRequest(Imported.Xrp, SeriesKind.Trades, null, SkipBadRows: false), TestContext.Current.CancellationToken);

        Assert.Equal(new DataGap(0, 499 * 37), span);
    }
}
