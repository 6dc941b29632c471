using System.Globalization;

namespace Trading.Api.Events;

/// <summary>Ids of live events as clients see them: opaque, and what <c>Last-Event-ID</c> gives back.</summary>
internal static class EventIds
{
    public const string HeaderName = "Last-Event-ID";

    private const string Prefix = "evt-";
    private const int DigitsMax = 16;

    /// <param name="position">The newest position that the reader has seen.</param>
    public static string Of(long position) => Prefix + position.ToString("x", CultureInfo.InvariantCulture);

    public static bool TryRead(string id, out long position)
    {
        position = 0;
        return id.StartsWith(Prefix, StringComparison.Ordinal)
            && id.Length <= Prefix.Length + DigitsMax
            && long.TryParse(id.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out position)
            && position >= 0
            && Of(position) == id;
    }
}
