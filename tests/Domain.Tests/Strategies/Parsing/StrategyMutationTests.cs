using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
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

    private static readonly string[] Sources = [.. StrategyTemplates.All.Select(template => template.Json), Documents.Minimal().ToJsonString()];

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
                var watch = Stopwatch.StartNew();
                var result = StrategyDocument.Parse(bytes);
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                Assert.Equal(result.IsValid, result.Errors.IsEmpty);
                codes.UnionWith(result.Errors.Select(error => error.Code));
                if (result.Document is not { } document)
                {
                    return;
                }

                valid++;
                if (valid % 20 == 0)
                {
                    run++;
                    Run(document, random);
                }
            },
            iter: Cases,
            threads: 1);

        output.WriteLine($"valid {100d * valid / Cases:0.0} %, run {run}, slowest {slowest.TotalMilliseconds:0.0} ms, codes {string.Join(" ", codes.Order())}");
        Assert.True(valid >= Cases / 5, $"{valid} of {Cases} were still valid.");
        Assert.True(run > 0);
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"The slowest took {slowest}.");
        Assert.Superset(new HashSet<string> { "malformed", "required", "unknown_field", "out_of_range", "unknown_indicator", "never_true" }, codes);
    }

    private static byte[] Mutate(Random random)
    {
        var source = Sources[random.Next(Sources.Length)];
        if (random.Next(5) == 0)
        {
            return Bend(Encoding.UTF8.GetBytes(source), random);
        }

        var document = Documents.Json(source);
        for (var n = random.Next(1, 3); n > 0; n--)
        {
            Change(document, random);
        }

        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static byte[] Bend(byte[] bytes, Random random)
    {
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length - 1, at + random.Next(1, 20))..]];
                    break;
                default:
                    bytes = [.. bytes[..at], (byte)random.Next(32, 127), .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }

    /// <summary>Walks down at random and changes what it meets: numbers mostly a little, so that many documents stay valid.</summary>
    private static void Change(JsonObject document, Random random)
    {
        JsonNode node = document;
        while (true)
        {
            var children = node switch
            {
                JsonObject map => map.Select(member => member.Value).OfType<JsonNode>().ToList(),
                JsonArray list => [.. list.OfType<JsonNode>()],
                _ => [],
            };
            var inner = children.Where(child => child is JsonObject or JsonArray).ToList();
            if (inner.Count == 0 || random.Next(5) == 0)
            {
                break;
            }

            node = inner[random.Next(inner.Count)];
        }

        if (node is JsonArray array && array.Count > 0)
        {
            var index = random.Next(array.Count);
            array[index] = Replace(array[index], random);
        }
        else if (node is JsonObject map && map.Count > 0)
        {
            var name = map.ElementAt(random.Next(map.Count)).Key;
            switch (random.Next(12))
            {
                case 0:
                    map.Remove(name);
                    break;
                case 1:
                    map["extra"] = JsonNode.Parse(Spices[random.Next(Spices.Length)]);
                    break;
                default:
                    map[name] = Replace(map[name], random);
                    break;
            }
        }
    }

    private static JsonNode? Replace(JsonNode? node, Random random)
    {
        if (node is JsonValue value && value.TryGetValue<double>(out var number) && random.Next(6) != 0)
        {
            return JsonValue.Create(Math.Round(Math.Clamp(number, -1e9, 1e9) * (0.5 + random.NextDouble()), 3));
        }

        if (node is JsonValue text && text.TryGetValue<string>(out var word) && char.IsAsciiDigit(word.FirstOrDefault()) && random.Next(6) != 0)
        {
            return JsonValue.Create($"{random.Next(1, 600)}s");
        }

        return random.Next(3) == 0 ? JsonNode.Parse(Spices[random.Next(Spices.Length)]) : node?.DeepClone();
    }

    private static void Run(StrategyDocument document, Random random)
    {
        var strategy = CompiledStrategy.Compile(document);
        var columns = new Columns([.. strategy.Indicators.Select(_ => RandomConditions.Values(random, 64))], RandomConditions.Times(random, 64));
        var host = new RandomHost(strategy, columns, random.Next(), blockMax: 64);
        host.RunAll();
        Assert.NotEqual(InstanceStatus.Faulted, host.Instance.State.Status);
    }
}
