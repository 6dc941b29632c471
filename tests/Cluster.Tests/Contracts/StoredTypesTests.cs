using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Sessions.Setup;
using Trading.Domain.Strategies.Conditions;
using Trading.Domain.Strategies.Instances;
using Trading.Storage.Json;
using Trading.Storage.MarketData.Stored;

namespace Trading.Cluster.Tests.Contracts;

/// <summary>
/// What this version stored must be read by every later one. <c>Golden</c> holds one populated document for each type that is stored as
/// JSON; a file is never changed, only joined by another when a type gains members.
/// </summary>
public sealed class StoredTypesTests
{
    private static readonly Dictionary<string, Type> States = Assembly.Load("Trading.Grains").GetTypes()
        .Where(type => typeof(Grain).IsAssignableFrom(type))
        .SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)
        .ToDictionary(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()!.StateName, parameter => parameter.ParameterType.GetGenericArguments()[0]);

    private static readonly Dictionary<string, Type> Documents = new(StringComparer.Ordinal)
    {
        ["import-source"] = typeof(ImportSource),
        ["instrument"] = typeof(Instrument),
        ["leaf-readings"] = typeof(LeafReading[]),
        ["risk-limits"] = typeof(RiskLimits),
        ["session-report"] = typeof(SessionReport),
        ["session-settings"] = typeof(SessionSettings),
        ["stored-series"] = typeof(StoredSeries),
        ["why-not"] = typeof(WhyNot),
    };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Contracts", "Golden");

    [Fact]
    public void Every_stored_type_has_a_golden_file()
    {
        var files = Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file).Split('.')[0]).Distinct();

        Assert.Equal(States.Keys.Concat(Documents.Keys).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_member_of_a_state_is_in_a_golden_file()
    {
        var stored = Directory.GetFiles(Folder, "*.json")
            .Select(file => (State: Path.GetFileNameWithoutExtension(file).Split('.')[0], Members: JsonNode.Parse(File.ReadAllText(file)) as JsonObject))
            .Where(file => States.ContainsKey(file.State))
            .SelectMany(file => file.Members!["state"]!.AsObject().Select(member => $"{file.State}/{member.Key}"))
            .ToHashSet(StringComparer.Ordinal);

        var missing = States
            .SelectMany(state => state.Value.GetProperties().Where(member => member.SetMethod is { IsPublic: true })
                .Select(member => $"{state.Key}/{JsonNamingPolicy.CamelCase.ConvertName(member.Name)}"))
            .Where(member => !stored.Contains(member));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_golden_file_is_read_and_written_back_with_all_that_it_says()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var golden = JsonNode.Parse(File.ReadAllText(file))!;

            var written = States.TryGetValue(name.Split('.')[0], out var state)
                ? JsonNode.Parse(Again(state, golden))
                : JsonSerializer.SerializeToNode(golden.Deserialize(Documents[name.Split('.')[0]], TradingJson.Options), Documents[name.Split('.')[0]], TradingJson.Options);

            Contains(golden, written, name);
        }
    }

    /// <summary>The statement that writes a state finds its time in the first bytes, and has to parse all of them where it is not there.</summary>
    [Fact]
    public void Every_state_that_is_woken_begins_with_its_time()
    {
        var woken = States.Where(state => state.Value.GetProperty("WakeAt") is not null).ToDictionary(StringComparer.Ordinal);
        var golden = Directory.GetFiles(Folder, "*.json")
            .Select(file => (State: Path.GetFileNameWithoutExtension(file).Split('.')[0], Content: JsonNode.Parse(File.ReadAllText(file))!))
            .Where(file => woken.ContainsKey(file.State));

        Assert.Equal(["account", "order", "position", "session", "venue"], woken.Keys.Order(StringComparer.Ordinal));
        foreach (var (state, content) in golden.Concat(woken.Keys.Select(state => (state, JsonNode.Parse("""{"schemaVersion":1,"state":{}}""")!))))
        {
            Assert.Matches("""^\{"schemaVersion":1,"state":\{"wakeAt":(null|"[0-9T:.Z+-]{1,40}")[,}]""", Again(woken[state], content));
        }
    }

    private static string Again(Type state, JsonNode golden) =>
        (string)typeof(StoredTypesTests).GetMethod(nameof(ThroughStorage), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(state).Invoke(null, [golden])!;

    private static string ThroughStorage<T>(JsonNode golden) => Encoding.UTF8.GetString(
        GrainStateJson.Serialize(GrainStateJson.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(golden))));

    /// <summary>Members that a later version added may be there besides.</summary>
    private static void Contains(JsonNode? golden, JsonNode? written, string path)
    {
        switch (golden)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    Contains(value, (written as JsonObject)?[name], $"{path}/{name}");
                }

                break;
            case JsonArray items:
                Assert.True((written as JsonArray)?.Count == items.Count, path);
                for (var index = 0; index < items.Count; index++)
                {
                    Contains(items[index], written![index], $"{path}/{index}");
                }

                break;
            default:
                Assert.True(JsonNode.DeepEquals(golden, written), $"{path}: stored {golden?.ToJsonString()}, read {written?.ToJsonString()}");
                break;
        }
    }
}
