using System.Collections.Concurrent;
using System.Text.Json;

namespace Trading.Api.Json;

/// <summary>The names of an enum's values as the API writes them, which is also how it reads them: exactly so, in bodies and in queries.</summary>
/// <remarks>The serializer by itself takes more: other cases, the names in the code, and even several names with commas, of which it makes another value.</remarks>
internal static class EnumNames
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Known = new();

    /// <summary>In the order of the values.</summary>
    public static IReadOnlyList<string> Of(Type type) => Known.GetOrAdd(type, static of =>
        [.. Enum.GetValuesAsUnderlyingType(of).Cast<object>().Select(value => NameOf(Enum.ToObject(of, value), of))]);

    public static string Of<T>(T value)
        where T : struct, Enum => NameOf(value, typeof(T));

    /// <summary>Whether the text is one of the names.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        var index = Of(typeof(T)).IndexOf(text);
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }

    private static int IndexOf(this IReadOnlyList<string> names, string text)
    {
        for (var index = 0; index < names.Count; index++)
        {
            if (string.Equals(names[index], text, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }

    private static string NameOf(object value, Type type) => JsonSerializer.Serialize(value, type, ApiJson.Options).Trim('"');
}
