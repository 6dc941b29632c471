using System.Diagnostics.CodeAnalysis;

namespace Trading.Domain.MarketData;

/// <summary>The kinds by the names that requests, tables and reports use.</summary>
public static class SeriesKinds
{
    private static readonly string[] Known = ["funding", "mark", "trades", "book", "candles"];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Order(StringComparer.Ordinal)];

    public static string NameOf(SeriesKind kind) => Known[(int)kind];

    public static bool TryParse([NotNullWhen(true)] string? name, out SeriesKind kind)
    {
        var index = Array.IndexOf(Known, name);
        kind = (SeriesKind)Math.Max(0, index);
        return index >= 0;
    }
}
