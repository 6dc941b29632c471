using System.Collections.Immutable;
using Trading.Domain.Strategies.Parsing;

namespace Trading.Domain.Strategies;

/// <summary>A validated strategy: what a trader wrote, every default filled in. Only <see cref="Parse"/> makes one.</summary>
/// <param name="Indicators">In the order of the document; names are unique.</param>
/// <param name="Exit">Never null: its cooldown and order hold for other ends of a position too.</param>
/// <param name="CanonicalJson">The same text for every spelling of the same members: names in order, no white space, numbers in shortest form.</param>
public sealed record StrategyDocument(
    string Name,
    string Description,
    Direction Direction,
    ImmutableArray<NamedIndicator> Indicators,
    SignalSection Signal,
    CancelSection? Cancel,
    EntrySection Entry,
    ExitSection Exit,
    EmergencySection? Emergency,
    StrategyLimits Limits,
    string CanonicalJson)
{
    public const int BytesMax = 64 * 1024;

    /// <summary>Reads and validates UTF-8 JSON. Survives any bytes: every fault is an error in the result, never an exception.</summary>
    public static StrategyParseResult Parse(ReadOnlyMemory<byte> utf8Json) => StrategyParser.Parse(utf8Json);
}
