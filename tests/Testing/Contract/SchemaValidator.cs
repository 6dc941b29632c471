using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Trading.Testing.Contract;

/// <summary>JSON Schema as far as our document uses it. An unknown keyword is a fault: what is not checked must not look checked.</summary>
public sealed class SchemaValidator(JsonNode document)
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "oneOf", "anyOf", "allOf", "pattern", "format",
        "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "prefixItems",
        "description", "title", "default", "example", "examples", "deprecated", "discriminator",
    };

    public IReadOnlyList<string> FaultsOf(JsonNode? value, JsonNode schema)
    {
        var faults = new List<string>();
        Check(value, schema, "", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> faults)
    {
        if (schema is not JsonObject rules)
        {
            return; // true or {}
        }

        faults.AddRange(rules.Where(rule => !Known.Contains(rule.Key) && !rule.Key.StartsWith("x-", StringComparison.Ordinal))
            .Select(rule => $"{at}: schema keyword {rule.Key} is not known to the validator"));
        if (rules["$ref"]?.GetValue<string>() is { } reference)
        {
            Check(value, Resolve(reference), at, faults);
        }

        CheckCombinations(value, rules, at, faults);
        if (!FitsType(value, rules["type"]))
        {
            faults.Add($"{at}: {value?.ToJsonString() ?? "null"} is not of type {rules["type"]!.ToJsonString()}");
            return;
        }

        CheckScalar(value, rules, at, faults);
        if (value is JsonObject members)
        {
            CheckMembers(members, rules, at, faults);
        }
        else if (value is JsonArray items && rules["items"] is { } item)
        {
            for (var index = 0; index < items.Count; index++)
            {
                Check(items[index], item, string.Create(CultureInfo.InvariantCulture, $"{at}/{index}"), faults);
            }
        }
    }

    private void CheckCombinations(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        foreach (var part in rules["allOf"]?.AsArray() ?? [])
        {
            Check(value, part!, at, faults);
        }

        if (rules["oneOf"] is JsonArray one && one.Count(part => FaultsOf(value, part!).Count == 0) != 1)
        {
            faults.Add($"{at}: fits not exactly one of the alternatives");
        }

        if (rules["anyOf"] is JsonArray any && !any.Any(part => FaultsOf(value, part!).Count == 0))
        {
            faults.Add($"{at}: fits none of the alternatives");
        }
    }

    private void CheckMembers(JsonObject members, JsonObject rules, string at, List<string> faults)
    {
        var properties = rules["properties"] as JsonObject;
        faults.AddRange((rules["required"]?.AsArray() ?? [])
            .Select(name => name!.GetValue<string>())
            .Where(name => !members.ContainsKey(name))
            .Select(name => $"{at}/{name} is missing"));
        foreach (var (name, member) in members)
        {
            if (properties?[name] is { } schema)
            {
                Check(member, schema, $"{at}/{name}", faults);
            }
            else if (rules["additionalProperties"] is JsonObject others)
            {
                Check(member, others, $"{at}/{name}", faults);
            }
            else if (properties is not null)
            {
                faults.Add($"{at}/{name} is not in the document");
            }
        }
    }

    private static void CheckScalar(JsonNode? value, JsonObject rules, string at, List<string> faults)
    {
        if (rules["enum"] is JsonArray allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value)))
        {
            faults.Add($"{at}: {value?.ToJsonString() ?? "null"} is not one of {allowed.ToJsonString()}");
        }

        if (value?.GetValueKind() is JsonValueKind.String)
        {
            var text = value.GetValue<string>();
            if (rules["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture))
            {
                faults.Add($"{at}: '{text}' does not fit {pattern}");
            }

            if (rules["format"]?.GetValue<string>() is "date-time"
                && !DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            {
                faults.Add($"{at}: '{text}' is no UTC time with milliseconds");
            }
        }
    }

    private static bool FitsType(JsonNode? value, JsonNode? type) => type switch
    {
        null => true,
        JsonArray types => types.Any(one => FitsType(value, one)),
        _ => type.GetValue<string>() switch
        {
            "null" => value is null,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value?.GetValueKind() is JsonValueKind.String,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "number" => value?.GetValueKind() is JsonValueKind.Number,
            "integer" => value?.GetValueKind() is JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number) && decimal.IsInteger(number),
            _ => false,
        },
    };

    private JsonNode Resolve(string reference)
    {
        var node = document;
        foreach (var part in reference.TrimStart('#', '/').Split('/'))
        {
            node = node[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]
                ?? throw new InvalidOperationException($"The document has no {reference}.");
        }

        return node;
    }
}
