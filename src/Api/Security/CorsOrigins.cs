namespace Trading.Api.Security;

public static class CorsOrigins
{
    public const string Key = "Trading:Cors:Origins";

    /// <summary>A list of exact origins. Never <c>*</c>: answers carry what belongs to somebody.</summary>
    /// <param name="fault">Takes the key and the rule it breaks.</param>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> given, Action<string, string> fault)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(fault);
        if (given.Any(origin => !IsOrigin(origin)))
        {
            fault(Key, "must list origins such as https://desk.example.com, without path and without *");
        }

        return given;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && uri.GetLeftPart(UriPartial.Authority) == text
        && !text.Contains('*', StringComparison.Ordinal);
}
