using System.Text;
using System.Text.Json.Nodes;
using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Strategies;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Fields;

/// <summary>Every field that validation accepts changes behaviour.</summary>
public sealed class StrategyFieldTests
{
    /// <summary>The name tells strategies apart, the description is for people.</summary>
    private static readonly string[] WithoutBehaviour = ["/name", "/description"];

    private const string EveryCondition = """
        { "all": [
            { "any": [ { "indicator": "p", "op": ">=", "value": 100, "for": "1s" } ], "for": "1s" },
            { "not": { "indicator": "p", "op": ">", "value": { "indicator": "m" } }, "for": "1s" },
            { "sequence": [ { "indicator": "p", "op": ">=", "value": 1 }, { "indicator": "n", "op": ">=", "value": 1 } ], "within": "5s", "for": "1s" }
        ], "for": "1s" }
        """;

    public static TheoryData<string> Fields => [.. FieldCase.All.Select(known => known.Field)];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_changes_what_a_replay_does(string field)
    {
        var known = FieldCase.All.Single(known => known.Field == field);
        var before = Documents.With(Documents.Full, known.Both);
        var after = Documents.With(before, known.Change);

        Assert.NotEqual(Decisions(before, known.Path), Decisions(after, known.Path));
    }

    [Fact]
    public void Every_field_that_the_parser_knows_has_such_a_test()
    {
        var known = KnownFields(Documents.With(Documents.Full, "/signal/when = " + EveryCondition.ReplaceLineEndings(" ")));

        Assert.Equal(
            known.Except(WithoutBehaviour, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            FieldCase.All.Select(tested => tested.Field).Where(tested => !IsWhole(tested)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_name_only_names()
    {
        var path = FieldCase.All[0].Path;
        var named = Documents.With(Documents.Full, "/name = \"other\"\n/description = \"Another.\"");

        Assert.Equal(Decisions(Documents.Full, path), Decisions(named, path));
    }

    private static bool IsWhole(string field) =>
        field is "/cancel" or "/entry/size/scale" or "/entry/stopLoss" or "/entry/takeProfit" or "/entry/trailingStop" or "/exit" or "/emergency" or "/limits";

    private static string[] Decisions(string document, string path)
    {
        var (_, journal) = new Run(Of(path), [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(document, [Btc])]).Go();
        return [.. journal.Decisions()];
    }

    /// <summary>Asks the parser itself: a member that it does not know is answered with those that it does.</summary>
    private static HashSet<string> KnownFields(string document)
    {
        var root = JsonNode.Parse(document)!;
        foreach (var node in Objects(root).ToArray())
        {
            node["zzz"] = 1;
        }

        var fields = new HashSet<string>(StringComparer.Ordinal);
        var errors = StrategyDocument.Parse(Encoding.UTF8.GetBytes(root.ToJsonString())).Errors;
        foreach (var error in errors.Where(error => error.Pointer.EndsWith("/zzz", StringComparison.Ordinal)))
        {
            var at = error.Pointer[..^"/zzz".Length];
            var names = error.Detail[(error.Detail.IndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].TrimEnd('.').Split(", ");
            fields.UnionWith(names.Where(name => name != "zzz").Select(name => (At: at, Name: name)).Where(IsLeaf).Select(found => Normal(found.At, found.Name)));
        }

        return fields;

        bool IsLeaf((string At, string Name) field) =>
            field.At.Contains("/when", StringComparison.Ordinal)
            || field.Name is "when" or "indicators" or "points"
            || Find(root, $"{field.At}/{field.Name}") is not (JsonObject or JsonArray);
    }

    private static string Normal(string at, string name)
    {
        if (at.Contains("/when", StringComparison.Ordinal))
        {
            return at.EndsWith("/value", StringComparison.Ordinal) ? $"condition/value/{name}" : $"condition/{name}";
        }

        return string.Join('/', at.Split('/').Select(part => part.Length > 0 && char.IsAsciiDigit(part[0]) ? "*" : part)) + $"/{name}";
    }

    private static JsonNode? Find(JsonNode root, string pointer) =>
        pointer.Split('/')[1..].Aggregate((JsonNode?)root, (at, name) => at is JsonArray array ? array[int.Parse(name, null)] : at?[name]);

    /// <summary>Every object but the indicators: their parameters are the catalogue's.</summary>
    private static IEnumerable<JsonObject> Objects(JsonNode node) => node switch
    {
        JsonObject whole => [whole, .. whole.Where(member => member.Key != "indicators" && member.Value is not null).SelectMany(member => Objects(member.Value!))],
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Objects(item!)),
        _ => [],
    };
}
