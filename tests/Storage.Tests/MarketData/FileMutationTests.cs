using System.Diagnostics;
using System.Globalization;
using System.Text;
using CsCheck;
using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Import;
using Trading.Testing;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Mutations of valid files never throw, never hang, and what is accepted reads back exactly.</summary>
public sealed class FileMutationTests(ITestOutputHelper output)
{
    private const int CsvCases = 100_000;

    private static readonly int ParquetCases = TestScale.Of(suite: 4_000, whole: 40_000);
    private static readonly int CasesOfKind = TestScale.Of(suite: 10_000, whole: 100_000);

    /// <summary>Writing and reading a segment costs far more than parsing.</summary>
    private const int FollowedCases = 5_000;

    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(1);

    private static readonly string[] Hostile = ["NaN", "-", "1e5", "1e-3", "e", "9999999999999999999", "0.00", "\0", "\"", ",", "00", "∞", "1E+2", "."];

    private static readonly Gen<string> Row = Gen.Select(
        Gen.Long[0, 90], Gen.Int[1, 99_999], Gen.Int[0, 4], Gen.Int[1, 5_000], Gen.Int[0, 3], Gen.Bool,
        (step, price, priceScale, quantity, quantityScale, isBuy) =>
            FormattableString.Invariant($"{step},{Text(price, priceScale)},{Text(quantity, quantityScale)},{(isBuy ? "buy" : "sell")}"));

    /// <summary>Mutations that leave a file valid, and such that mostly do not.</summary>
    private static readonly Gen<(int Kind, int Place, int Value)> Change = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000_000], Gen.Int[0, 255]);

    [Fact]
    public async Task Mutated_csv_is_refused_or_read()
    {
        var (valid, refused, skipped) = (0, 0, 0);
        var slowest = TimeSpan.Zero;
        await Gen.Select(Row.Array[1, 8], Change.Array[0, 2], Gen.Bool).SampleAsync(
            async (rows, changes, skipBadRows) =>
            {
                var file = changes.Aggregate(Encoding.UTF8.GetBytes(File(rows)), (bytes, change) => Mutate(bytes, change));
                var request = new ImportRequest(Imported.Xrp, SeriesKind.Trades, Interval: null, skipBadRows);
                var (span, elapsed) = await TimedAsync(() => SeriesImporter.ProbeSpanAsync(new MemoryStream(file), request));
                slowest = elapsed > slowest ? elapsed : slowest;
                Interlocked.Increment(ref span is null ? ref refused : ref valid);
                if (span is not null && !skipBadRows)
                {
                    var times = Naive(file).Select(trade => trade.TimeMs).ToList();
                    return span == new DataGap(times[0], times[^1]);
                }

                Interlocked.Add(ref skipped, span is not null && skipBadRows ? 1 : 0);
                return true;
            },
            iter: CsvCases);

        output.WriteLine(FormattableString.Invariant(
            $"valid {valid}, refused {refused}, valid where rows may be skipped {skipped}, slowest {slowest.TotalMilliseconds:F0} ms"));
        Assert.True(valid >= CsvCases / 5, "at least a fifth stays valid");
        Assert.True(refused >= CsvCases / 100 && skipped >= CsvCases / 100, "each class is at least a hundredth");
        Assert.True(slowest < HangLimit, $"the slowest took {slowest}");
    }

    [Fact]
    public async Task Mutated_csv_that_is_accepted_reads_back_exactly()
    {
        var accepted = 0;
        await Gen.Select(Row.Array[1, 8], Change.Array[0, 2]).SampleAsync(
            async (rows, changes) =>
            {
                var file = changes.Aggregate(Encoding.UTF8.GetBytes(File(rows)), (bytes, change) => Mutate(bytes, change));
                var imported = await Imported.FileAsync(SeriesKind.Trades, file);
                if (imported.Outcome.Failure is not null)
                {
                    return imported.Outcome.Series.IsEmpty;
                }

                Interlocked.Increment(ref accepted);
                return imported.MarketEvents().Select(trade => (trade.TimeMs, trade.Price, trade.Quantity, trade.Side)).SequenceEqual(Naive(file));
            },
            iter: FollowedCases);

        output.WriteLine(FormattableString.Invariant($"accepted {accepted} of {FollowedCases}"));
        Assert.True(accepted >= FollowedCases / 5, "at least a fifth stays valid");
    }

    [Fact]
    public async Task Mutated_parquet_is_refused_or_read()
    {
        var imported = await Imported.CsvAsync(SeriesKind.Trades, File([.. Enumerable.Range(0, 300).Select(row => FormattableString.Invariant($"{row % 7},{1 + row},{2 + (row % 9)},buy"))]));
        var whole = await ExportTests.ParquetOf(imported, SeriesKind.Trades);
        var (valid, refused) = (0, 0);
        var slowest = TimeSpan.Zero;
        await Change.Array[0, 3].SampleAsync(
            async changes =>
            {
                var file = changes.Aggregate(whole, (bytes, change) => Mutate(bytes, (change.Kind % 4, change.Place, change.Value)));
                var (imported, elapsed) = await TimedAsync(() => Imported.FileAsync(SeriesKind.Trades, file));
                var outcome = imported.Outcome;
                slowest = elapsed > slowest ? elapsed : slowest;
                _ = outcome.Failure is null ? Interlocked.Increment(ref valid) : Interlocked.Increment(ref refused);
                return outcome.Failure is null == !outcome.Series.IsEmpty;
            },
            iter: ParquetCases);

        output.WriteLine(FormattableString.Invariant($"valid {valid}, refused {refused}, slowest {slowest.TotalMilliseconds:F0} ms"));
        Assert.True(slowest < HangLimit, $"the slowest took {slowest}");
        Assert.True(valid >= ParquetCases / 5 && refused >= ParquetCases / 5, "each class is at least a fifth");
    }

    [Theory]
    [InlineData(SeriesKind.Book, "timestamp_ms,bid,bid_qty,ask,ask_qty", 0)]
    [InlineData(SeriesKind.Candles, "timestamp_ms,open,high,low,close,volume", 1)]
    [InlineData(SeriesKind.Mark, "timestamp_ms,mark_price,index_price", 2)]
    [InlineData(SeriesKind.Funding, "timestamp_ms,funding_rate", 3)]
    public async Task Mutated_csv_of_the_other_kinds_is_refused_or_read(SeriesKind kind, string header, int shape)
    {
        var (valid, refused) = (0, 0);
        var slowest = TimeSpan.Zero;
        var row = Gen.Select(Gen.Int[0, 90], Gen.Int[1, 99_999], Gen.Int[0, 4], Gen.Int[0, 900], (step, price, scale, more) => (step, price, scale, more));
        await Gen.Select(row.Array[1, 8], Change.Array[0, 2]).SampleAsync(
            async (rows, changes) =>
            {
                var text = new StringBuilder(header).Append('\n');
                var minute = 20L;
                foreach (var (step, price, scale, more) in rows)
                {
                    minute += 1 + step;
                    var (low, high) = (Text(price, scale), Text(price + more, scale));
                    text.Append(CultureInfo.InvariantCulture, $"{minute * 60_000}").Append(shape switch
                    {
                        0 => FormattableString.Invariant($",{low},{1 + more},{high},{1 + step}"),
                        1 => FormattableString.Invariant($",{low},{high},{low},{high},{step}"),
                        2 => FormattableString.Invariant($",{high},{low}"),
                        _ => FormattableString.Invariant($",{Text(more - 450, 6)}"),
                    }).Append('\n');
                }

                var file = changes.Aggregate(Encoding.UTF8.GetBytes(text.ToString()), (bytes, change) => Mutate(bytes, change));
                var request = new ImportRequest(Imported.Xrp, kind, CandleInterval.Parse("1m"), SkipBadRows: false);
                var (span, elapsed) = await TimedAsync(() => SeriesImporter.ProbeSpanAsync(new MemoryStream(file), request));
                slowest = elapsed > slowest ? elapsed : slowest;
                Interlocked.Increment(ref span is null ? ref refused : ref valid);
                return span is not { } read || read.FromMs <= read.ToMs;
            },
            iter: CasesOfKind);

        output.WriteLine(FormattableString.Invariant($"valid {valid}, refused {refused}, slowest {slowest.TotalMilliseconds:F0} ms"));
        Assert.True(valid >= CasesOfKind / 5 && refused >= CasesOfKind / 100, "a fifth stays valid, and each class is at least a hundredth");
        Assert.True(slowest < HangLimit, $"the slowest took {slowest}");
    }

    /// <summary>A busy machine is late once; a file that hangs the parser does so every time.</summary>
    private static async Task<(T Result, TimeSpan Elapsed)> TimedAsync<T>(Func<Task<T>> parse)
    {
        var watch = Stopwatch.StartNew();
        var result = await parse();
        if (watch.Elapsed >= HangLimit)
        {
            watch.Restart();
            result = await parse();
        }

        return (result, watch.Elapsed);
    }

    private static string File(string[] rows)
    {
        var text = new StringBuilder("timestamp_ms,price,quantity,side\n");
        var timeMs = 1_000_000L;
        foreach (var row in rows)
        {
            var comma = row.IndexOf(',', StringComparison.Ordinal);
            timeMs += long.Parse(row.AsSpan(0, comma), CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{timeMs}{row.AsSpan(comma)}\n");
        }

        return text.ToString();
    }

    private static string Text(int number, int scale) => (number / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture);

    private static byte[] Mutate(byte[] file, (int Kind, int Place, int Value) change)
    {
        var at = file.Length == 0 ? 0 : change.Place % file.Length;
        return change.Kind switch
        {
            0 => [.. file[..at], (byte)change.Value, .. file[Math.Min(at + 1, file.Length)..]],
            1 => [.. file[..at], .. file[Math.Min(at + 1, file.Length)..]],
            2 => [.. file[..at], (byte)change.Value, .. file[at..]],
            3 => file[..at],
            4 => [.. file[..at], .. file[at..], .. file[..at]],
            5 => Replace("\n", "\r\n"),
            6 => [0xEF, 0xBB, 0xBF, .. file],
            7 => Replace(",buy", ",\"buy\""),
            8 => Replace(",sell\n", ", SELL \n\n"),
            9 => Replace("timestamp_ms", "time"),
            10 => Replace("\n", ",\n", Math.Max(1, change.Value % 3)),
            _ => Replace(((char)('0' + (change.Value % 10))).ToString(), Hostile[change.Place % Hostile.Length], 1),
        };

        byte[] Replace(string old, string by, int times = int.MaxValue)
        {
            var text = Encoding.Latin1.GetString(file);
            for (int from = 0, found; times > 0 && (found = text.IndexOf(old, from, StringComparison.Ordinal)) >= 0; times--)
            {
                text = string.Concat(text.AsSpan(0, found), by, text.AsSpan(found + old.Length));
                from = found + by.Length;
            }

            return Encoding.Latin1.GetBytes(text);
        }
    }

    /// <summary>The file by an independent, simple reading.</summary>
    private static IEnumerable<(long TimeMs, decimal Price, decimal Quantity, TakerSide Side)> Naive(byte[] file)
    {
        var lines = Encoding.Latin1.GetString(file).Replace("\u00EF\u00BB\u00BF", "", StringComparison.Ordinal).Split('\n')
            .Select(line => line.TrimEnd('\r').Trim(' ', '\t', '\0')).Where(line => line.Length > 0).ToList();
        string[] names = [.. Fields(lines[0]).Select(name => name.ToUpperInvariant())];
        int Field(params string[] aliases) => aliases.Select(alias => Array.IndexOf(names, alias)).First(index => index >= 0);
        var (time, price, quantity, side) = (Field("TIMESTAMP_MS", "TIME"), Field("PRICE"), Field("QUANTITY"), Field("SIDE"));
        foreach (var fields in lines.Skip(1).Select(Fields))
        {
            yield return (
                (long)Number(fields[time]),
                Number(fields[price]),
                Number(fields[quantity]),
                fields[side].ToUpperInvariant() switch { "BUY" => TakerSide.Buy, "SELL" => TakerSide.Sell, _ => TakerSide.Unknown });
        }

        static string[] Fields(string line) => [.. line.Split(',').Select(field => field.Trim(' ', '\t').Trim('"').Trim(' ', '\t'))];

        // A decimal made of a double keeps 15 digits: so noise of binary fractions shows. It is noise when the double writes those very digits
        // and the clean number is its neighbour.
        static decimal Number(string text)
        {
            var value = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            var binary = (double)value;
            var clean = (decimal)binary;
            var isNoise = Digits(value) is 16 or 17 && Digits(clean) <= 13 && Text(value).Contains('.', StringComparison.Ordinal)
                && ((double)clean == Math.BitIncrement(binary) || (double)clean == Math.BitDecrement(binary))
                && decimal.Parse(binary.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) == value;
            return isNoise ? clean : decimal.Round(value, 12, MidpointRounding.AwayFromZero);
        }

        static int Digits(decimal value) => Text(value).Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
    }
}
