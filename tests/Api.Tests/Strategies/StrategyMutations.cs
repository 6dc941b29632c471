using System.Text;
using System.Text.Json.Nodes;
using Trading.Domain.Strategies;

namespace Trading.Api.Tests.Strategies;

/// <summary>Valid documents with a member or a few bytes changed, so that many stay valid.</summary>
internal static class StrategyMutations
{
    private static readonly string[] Spices =
    [
        "null", "true", "-1", "0", "1e308", "1e999", "0.5", "[]", "{}", "[1,2]", "\"\"", "\"5m\"", "\"long\"", "\"\\u0000\"", "{\"indicator\":\"a\"}",
        "{\"not\":{}}", "99999999999999999999999999999999", "\"market\"", "\"9d\"",
    ];

    public static byte[] Of(Random random, string name)
    {
        var document = JsonNode.Parse(StrategyTemplates.All[random.Next(StrategyTemplates.All.Length)].Json)!.AsObject();
        document["name"] = name;
        if (random.Next(4) == 0)
        {
            return Bend(Encoding.UTF8.GetBytes(document.ToJsonString()), random);
        }

        Change(document, random);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static byte[] Bend(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(3))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length - 1, at + random.Next(1, 20))..]];
            default:
                return [.. bytes[..at], (byte)random.Next(32, 127), .. bytes[at..]];
        }
    }

    /// <summary>Walks down at random and changes what it meets.</summary>
    private static void Change(JsonNode node, Random random)
    {
        while (true)
        {
            List<JsonNode> children = node switch
            {
                JsonObject members => [.. members.Select(member => member.Value).OfType<JsonNode>()],
                JsonArray items => [.. items.OfType<JsonNode>()],
                _ => [],
            };
            var inner = children.FindAll(child => child is JsonObject or JsonArray);
            if (inner.Count == 0 || random.Next(5) == 0)
            {
                break;
            }

            node = inner[random.Next(inner.Count)];
        }

        if (node is JsonArray array)
        {
            var index = random.Next(array.Count);
            array[index] = Replace(array[index], random);
        }
        else if (node is JsonObject map)
        {
            var name = map.ElementAt(random.Next(map.Count)).Key;
            switch (random.Next(10))
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
            return JsonValue.Create(Math.Round(number * (0.5 + random.NextDouble()), 3));
        }

        return random.Next(3) == 0 ? JsonNode.Parse(Spices[random.Next(Spices.Length)]) : node?.DeepClone();
    }
}
