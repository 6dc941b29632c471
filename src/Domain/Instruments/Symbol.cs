using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Instruments;

/// <summary>The name of an instrument, <c>BASE_QUOTE</c> in upper case: 2–20 and 2–10 of <c>A-Z 0-9</c>.</summary>
[JsonConverter(typeof(SymbolJsonConverter))]
[GenerateSerializer, Immutable, Alias("symbol")]
public readonly record struct Symbol : IComparable<Symbol>
{
    /// <summary>What a symbol looks like, for a sentence that refuses another text.</summary>
    public const string Rule = "BASE_QUOTE, 2 to 20 and 2 to 10 of A-Z 0-9, such as BTC_USDT";

    private const int BaseLengthMax = 20;
    private const int QuoteLengthMax = 10;
    private const int PartLengthMin = 2;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private Symbol(string value) => Value = value;

    /// <summary>The whole name, such as <c>BTC_USDT</c>.</summary>
    [Id(0)]
    public string Value { get; }

    public string Base => Value[..Value.IndexOf('_', StringComparison.Ordinal)];

    public string Quote => Value[(Value.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>The form used inside grain keys.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Grain keys are lower-case by design.")]
    public string KeyPart => Value.ToLowerInvariant();

    /// <exception cref="ArgumentException">The text is not a symbol.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out var symbol) ? symbol : throw new ArgumentException($"Symbol must be {Rule}, found {InputText.Quote(text)}.", nameof(text));

    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        symbol = default;
        if (text is null)
        {
            return false;
        }

        var split = text.IndexOf('_', StringComparison.Ordinal);
        if (split < 0 || !IsPart(text.AsSpan(0, split), BaseLengthMax) || !IsPart(text.AsSpan(split + 1), QuoteLengthMax))
        {
            return false;
        }

        symbol = new Symbol(text);
        return true;
    }

    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;

    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;

    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;

    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;

    private static bool IsPart(ReadOnlySpan<char> part, int lengthMax) =>
        part.Length >= PartLengthMin && part.Length <= lengthMax && !part.ContainsAnyExcept(Letters);
}
