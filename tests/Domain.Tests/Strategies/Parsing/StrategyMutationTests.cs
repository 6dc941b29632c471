using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Domain.Tests.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Parsing;

/// <summary>Valid documents broken and bent at random: no exception, no hang, and what is still accepted runs.</summary>
public sealed class StrategyMutationTests(ITestOutputHelper output)
{
    private const int Cases = 100_000;

    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(1);

    private static readonly Source[] Sources = [.. StrategyTemplates.All.Select(template => template.Json).Append(Documents.Minimal().ToJsonString()).Select(Source.Of)];

    private static readonly string[] Spices =
    [
        "null", "true", "-1", "0", "1", "1e308", "1e999", "0.5", "[]", "{}", "[1,2]", "\"\"", "\"5m\"", "\"long\"", "\"all\"", "\"\\u0000\"",
        "{\"indicator\":\"a\"}", "{\"not\":{}}", "99999999999999999999999999999999", "\"market\"", "\"9d\"", "[[1,1]]",
    ];

    [Fact]
    public void Mutated_documents_neither_throw_nor_hang_and_what_is_still_valid_runs()
    {
        var (valid, slowest, run) = (0, TimeSpan.Zero, 0);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var bytes = Mutate(random);
                var (result, elapsed) = Parse(bytes);
                slowest = elapsed > slowest ? elapsed : slowest;
                Assert.Equal(result.IsValid, result.Errors.IsEmpty);
                codes.UnionWith(result.Errors.Select(error => error.Code));
                if (result.Document is not { } document || Array.Exists(Sources, source => source.Bytes.AsSpan().SequenceEqual(bytes)))
                {
                    return;
                }

                valid++;
                var strategy = CompiledStrategy.Compile(document);
                if (valid % 20 == 0)
                {
                    run++;
                    Run(strategy, random);
                }
            },
            iter: Cases,
            threads: 1);

        output.WriteLine($"valid {100d * valid / Cases:0.0} %, run {run}, slowest {slowest.TotalMilliseconds:0.0} ms, codes {string.Join(" ", codes.Order())}");
        Assert.True(valid >= Cases / 5, $"{valid} of {Cases} were still valid.");
        Assert.True(run > 0);
        Assert.True(slowest < HangLimit, $"The slowest took {slowest}.");
        Assert.Superset(new HashSet<string> { "malformed", "required", "unknown_field", "out_of_range", "unknown_indicator", "never_true" }, codes);
    }

    /// <summary>A hang comes back each time, a pause of a busy machine does not: the fastest of a few readings counts.</summary>
    private static (StrategyParseResult Result, TimeSpan Elapsed) Parse(byte[] bytes)
    {
        var fastest = TimeSpan.MaxValue;
        for (var reading = 1; ; reading++)
        {
            var watch = Stopwatch.StartNew();
            var result = StrategyDocument.Parse(bytes);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
            if (fastest < HangLimit || reading == 3)
            {
                return (result, fastest);
            }
        }
    }

    private static byte[] Mutate(Random random)
    {
        var source = Sources[random.Next(Sources.Length)];
        if (random.Next(5) == 0)
        {
            return Bend(source.Bytes, random);
        }

        var bytes = source.Bytes;
        var limit = source.Bytes.Length;
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            // From behind and never within what was changed before.
            var (start, end) = random.Next(2) == 0 ? source.Numbers[random.Next(source.Numbers.Count)] : source.Values[random.Next(source.Values.Count)];
            if (end > limit)
            {
                continue;
            }

            limit = start;
            var value = Encoding.UTF8.GetString(source.Bytes.AsSpan(start, end - start));
            bytes = [.. bytes[..start], .. Encoding.UTF8.GetBytes(Replace(value, random)), .. bytes[end..]];
        }

        return bytes;
    }

    private static byte[] Bend(byte[] bytes, Random random)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(3) switch
            {
                0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length - 1, at + random.Next(1, 20))..]],
                _ => [.. bytes[..at], (byte)random.Next(32, 127), .. bytes[at..]],
            };
        }

        return bytes;
    }

    /// <summary>Numbers and durations mostly change a little, so that many documents stay valid.</summary>
    private static string Replace(string value, Random random)
    {
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && random.Next(6) != 0)
        {
            return Math.Round(number * (0.5 + random.NextDouble()), 3).ToString(CultureInfo.InvariantCulture);
        }

        if (value.Length > 2 && char.IsAsciiDigit(value[1]) && random.Next(6) != 0)
        {
            return $"\"{random.Next(1, 600)}s\"";
        }

        return random.Next(8) switch
        {
            0 or 1 => Spices[random.Next(Spices.Length)],
            2 => $"{value},\"extra\":{value}",
            3 => $"[{value}]",
            4 => value.Replace('a', 'b'),
            5 => value.Replace(">", "<", StringComparison.Ordinal),
            6 => $"{{\"not\":{value}}}",
            _ => value.ToUpperInvariant(),
        };
    }

    private static void Run(CompiledStrategy strategy, Random random)
    {
        var columns = new Columns([.. strategy.Indicators.Select(_ => RandomConditions.Values(random, 64))], RandomConditions.Times(random, 64));
        var host = new RandomHost(strategy, columns, random.Next(), blockMax: 64);
        host.RunAll();
        Assert.NotEqual(InstanceStatus.Faulted, host.Instance.State.Status);
    }

    /// <summary>A valid document and where its values stand, scalars and whole branches.</summary>
    private sealed record Source(byte[] Bytes, List<(int Start, int End)> Values, List<(int Start, int End)> Numbers)
    {
        public static Source Of(string json)
        {
            var bytes = Encoding.UTF8.GetBytes(json);
            var values = new List<(int, int)>();
            var numbers = new List<(int, int)>();
            var starts = new Stack<int>();
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        starts.Push(start);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        values.Add((starts.Pop(), start + 1));
                        break;
                    case JsonTokenType.PropertyName:
                        break;
                    default:
                        values.Add((start, (int)reader.BytesConsumed));
                        if (reader.TokenType is JsonTokenType.Number)
                        {
                            numbers.Add(values[^1]);
                        }

                        break;
                }
            }

            return new Source(bytes, values, numbers);
        }
    }
}
