using System.Globalization;
using System.Text;

namespace Trading.Api.Requests;

/// <summary>JSON pointers (RFC 6901).</summary>
public static class JsonPointer
{
    public static string Append(string pointer, string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return $"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }

    public static string Append(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>From the serializer's path, such as <c>$.legs[2].price</c> or <c>$['a.b']</c>.</summary>
    public static string FromPath(string? path)
    {
        var pointer = new StringBuilder();
        var rest = path.AsSpan();
        rest = rest.StartsWith("$") ? rest[1..] : rest;
        while (!rest.IsEmpty)
        {
            var (member, length) = Next(rest);
            if (length == 0)
            {
                break;
            }

            pointer.Append(Append("", member));
            rest = rest[length..];
        }

        return pointer.ToString();
    }

    private static (string Member, int Length) Next(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("['"))
        {
            var end = rest.IndexOf("']");
            return end < 0 ? ("", 0) : (rest[2..end].ToString(), end + 2);
        }

        if (rest[0] is '[')
        {
            var end = rest.IndexOf(']');
            return end < 0 ? ("", 0) : (rest[1..end].ToString(), end + 1);
        }

        var name = rest[1..];
        var stop = name.IndexOfAny('.', '[');
        return stop < 0 ? (name.ToString(), rest.Length) : (name[..stop].ToString(), stop + 1);
    }
}
