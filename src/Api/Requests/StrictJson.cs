using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trading.Api.Json;
using Trading.Api.Problems;
using Trading.Domain;
using Trading.Domain.Instruments;

namespace Trading.Api.Requests;

/// <summary>Reads JSON into a contract and names every fault at once, each with its pointer.</summary>
public static class StrictJson
{
    private const int ErrorsMax = 100;

    /// <summary>PostgreSQL keeps no text with it, and no person means it.</summary>
    private const char Nul = '\0';

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = ApiJson.DepthMax };

    /// <summary>No body at all is as good as <c>{}</c> where every member may be left out; anywhere else it is no JSON.</summary>
    /// <exception cref="RequestRefusedException">400 when it is no JSON, or text of it no Unicode, 422 when it does not fit the contract.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8)
        where T : notnull
    {
        var contract = ApiJson.Options.GetTypeInfo(typeof(T));
        if (utf8.IsEmpty && contract.Properties.Any(property => property.IsRequired))
        {
            throw new RequestRefusedException(Problem.Malformed("", $"The request needs a JSON body; its members are {Known(contract)}."));
        }

        using var document = Parse(utf8.IsEmpty ? "{}"u8.ToArray() : utf8);
        if (JsonUnicode.FindBroken(document.RootElement) is { } broken)
        {
            throw new RequestRefusedException(Problem.Malformed(broken, JsonUnicode.Rule));
        }

        var errors = new List<ValidationError>();
        FindDuplicates(document.RootElement, "", errors);
        Check(document.RootElement, contract, "", HoldsSecrets(contract), errors);
        if (errors.Count > 0)
        {
            throw new RequestRefusedException(Problem.Invalid([.. errors.Take(ErrorsMax)]));
        }

        try
        {
            // A clone, because a contract may keep elements and the document is freed here.
            return document.RootElement.Clone().Deserialize<T>(ApiJson.Options)
                ?? throw new RequestRefusedException(Problem.Invalid("", ProblemCodes.Required, "The body must not be null."));
        }
        catch (JsonException fault)
        {
            throw new RequestRefusedException(Problem.Invalid(JsonPointer.FromPath(fault.Path), ProblemCodes.Malformed, "The value does not fit."));
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Reading);
        }
        catch (JsonException fault)
        {
            throw new RequestRefusedException(Problem.Malformed(
                "", $"The body is not JSON of at most {ApiJson.DepthMax} levels: fault in line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."));
        }
    }

    private static void FindDuplicates(JsonElement element, string pointer, List<ValidationError> errors)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var at = JsonPointer.Append(pointer, member.Name);
                if (member.Name.Contains(Nul, StringComparison.Ordinal))
                {
                    errors.Add(new ValidationError(at, ProblemCodes.Malformed, "The member's name has the character U+0000, which none may have."));
                }

                if (!seen.Add(member.Name))
                {
                    errors.Add(new ValidationError(at, ProblemCodes.Malformed, "The member is given twice."));
                }

                FindDuplicates(member.Value, at, errors);
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                FindDuplicates(item, JsonPointer.Append(pointer, index++), errors);
            }
        }
        else if (element.ValueKind is JsonValueKind.String)
        {
            if (element.GetString()!.Contains(Nul, StringComparison.Ordinal))
            {
                errors.Add(new ValidationError(pointer, ProblemCodes.Malformed, "The text has the character U+0000, which none may have."));
            }
        }
    }

    private static void Check(JsonElement element, JsonTypeInfo type, string pointer, bool isSecret, List<ValidationError> errors)
    {
        // Of a nullable value type its metadata are those of the value, but its element type is not.
        if (Nullable.GetUnderlyingType(type.Type) is { } value)
        {
            type = ApiJson.Options.GetTypeInfo(value);
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when type.PolymorphismOptions is null:
                CheckObject(element, type, pointer, isSecret, errors);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind is JsonValueKind.Array:
                CheckItems(element, type, pointer, isSecret, errors);
                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind is JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    CheckMember(member.Value, ElementType(type), JsonPointer.Append(pointer, member.Name), isNullable: true, isSecret, errors);
                }

                break;
            case JsonTypeInfoKind.None when type.Type.IsEnum && !IsNameOf(element, type.Type):
                errors.Add(Misfit(pointer, Expected(type.Type), element, isSecret));
                break;
            default:
                CheckValue(element, type, pointer, isSecret, errors);
                break;
        }
    }

    private static bool IsNameOf(JsonElement element, Type type) =>
        element.ValueKind is JsonValueKind.String && EnumNames.Of(type).Contains(element.GetString(), StringComparer.Ordinal);

    private static void CheckObject(JsonElement element, JsonTypeInfo type, string pointer, bool isSecret, List<ValidationError> errors)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(Misfit(pointer, "an object", element, isSecret));
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            var at = JsonPointer.Append(pointer, member.Name);
            var property = type.Properties.FirstOrDefault(known => known.Name == member.Name);
            if (property is null)
            {
                errors.Add(new ValidationError(at, ProblemCodes.UnknownField, $"There is no such member; known are {Known(type)}."));
            }
            else
            {
                var memberType = ApiJson.Options.GetTypeInfo(property.PropertyType);
                CheckMember(member.Value, memberType, at, property.IsSetNullable, IsSecret(property) || HoldsSecrets(memberType), errors);
            }
        }

        foreach (var missing in type.Properties.Where(property => property.IsRequired && !element.TryGetProperty(property.Name, out _)))
        {
            errors.Add(new ValidationError(JsonPointer.Append(pointer, missing.Name), ProblemCodes.Required, "The member is required."));
        }
    }

    private static void CheckItems(JsonElement element, JsonTypeInfo type, string pointer, bool isSecret, List<ValidationError> errors)
    {
        var itemType = ElementType(type);
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            CheckMember(item, itemType, JsonPointer.Append(pointer, index++), isNullable: Nullable.GetUnderlyingType(itemType.Type) is not null, isSecret, errors);
        }
    }

    private static void CheckMember(JsonElement element, JsonTypeInfo type, string pointer, bool isNullable, bool isSecret, List<ValidationError> errors)
    {
        if (element.ValueKind is not JsonValueKind.Null)
        {
            Check(element, type, pointer, isSecret, errors);
        }
        else if (!isNullable)
        {
            errors.Add(new ValidationError(pointer, ProblemCodes.Required, "The member must not be null."));
        }
    }

    private static void CheckValue(JsonElement element, JsonTypeInfo type, string pointer, bool isSecret, List<ValidationError> errors)
    {
        try
        {
            element.Deserialize(type);
        }
        catch (JsonException fault)
        {
            errors.Add(Misfit(fault.Path is null or "$" ? pointer : pointer + JsonPointer.FromPath(fault.Path), Expected(type.Type), element, isSecret));
        }
    }

    private static JsonTypeInfo ElementType(JsonTypeInfo type) => ApiJson.Options.GetTypeInfo(type.ElementType ?? typeof(JsonElement));

    private static string Known(JsonTypeInfo type) => type.Properties is [_, ..] known ? string.Join(", ", known.Select(property => property.Name)) : "none";

    private static ValidationError Misfit(string pointer, string expected, JsonElement found, bool isSecret) =>
        new(pointer, ProblemCodes.Malformed, $"Expected {expected}, found {(isSecret ? KindOf(found) : InputText.Show(found))}.");

    private static bool IsSecret(JsonPropertyInfo property) => property.AttributeProvider?.IsDefined(typeof(SecretAttribute), inherit: true) is true;

    /// <summary>Whether a secret can stand where such a value is expected: then a value of another kind may be one in the wrong place.</summary>
    private static bool HoldsSecrets(JsonTypeInfo type) => type.Kind switch
    {
        JsonTypeInfoKind.Object => type.Properties.Any(property => IsSecret(property)
            || (ApiJson.Options.GetTypeInfo(property.PropertyType) is { Kind: JsonTypeInfoKind.Enumerable } list && HoldsSecrets(list))),
        JsonTypeInfoKind.Enumerable => HoldsSecrets(ElementType(type)),
        _ => false,
    };

    private static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain.IsEnum => "one of " + string.Join(", ", EnumNames.Of(plain)),
            _ when plain == typeof(string) => "a string",
            _ when plain == typeof(Symbol) => Symbol.Rule,
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(decimal) => "an exact decimal as a string",
            _ when plain == typeof(DateTimeOffset) => "a UTC time such as 2026-01-31T09:30:00.000Z",
            _ when plain == typeof(double) => "a number",
            _ when plain.IsPrimitive => "a whole number",
            _ when plain.IsArray || typeof(System.Collections.IEnumerable).IsAssignableFrom(plain) => "an array",
            _ => "a value that fits",
        };
    }

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => InputText.Show(element),
    };
}
