using System.Globalization;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static string Of(string parent, string member) =>
        $"{parent}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Of(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}/{index}");
}
