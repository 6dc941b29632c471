using System.Collections.Immutable;
using Trading.Domain.Indicators;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>A strategy ready to run: immutable, shared by its instances on every symbol.</summary>
public sealed class CompiledStrategy
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly CompiledCondition?[] _sections;

    private CompiledStrategy(StrategyDocument document)
    {
        Document = document;
        var used = UsedNames(document);
        Indicators = [.. document.Indicators.Where(named => used.Contains(named.Name) && !IsInstance(named.Spec)).Select(named => named.Spec).Distinct()];
        foreach (var named in document.Indicators)
        {
            if (InstanceIndicators.TryParse(named.Spec.Type, out var instance))
            {
                _indexes[named.Name] = Indicators.Length + (int)instance;
            }
            else if (used.Contains(named.Name))
            {
                _indexes[named.Name] = Indicators.IndexOf(named.Spec);
            }
        }

        _sections = [.. Conditions(document).Select(when => when is null ? null : CompiledCondition.Compile(when, IndexOf))];
    }

    public StrategyDocument Document { get; }

    /// <summary>The distinct indicators of the symbol's market that conditions and size read; a host builds its <c>IndicatorSet</c> from the union over its strategies.</summary>
    public ImmutableArray<IndicatorSpec> Indicators { get; }

    public static CompiledStrategy Compile(StrategyDocument document) => new(document);

    internal CompiledCondition? Section(SectionKind section) => _sections[(int)section];

    /// <summary>Index of a named indicator: below the count of <see cref="Indicators"/> a market one, from there on an <see cref="InstanceIndicator"/>.</summary>
    internal int IndexOf(string name) => _indexes[name];

    private static bool IsInstance(IndicatorSpec spec) => InstanceIndicators.TryParse(spec.Type, out _);

    private static Condition?[] Conditions(StrategyDocument document) =>
        [document.Signal.When, document.Cancel?.When, document.Entry.When, document.Exit.When, document.Emergency?.When];

    private static HashSet<string> UsedNames(StrategyDocument document)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var when in Conditions(document))
        {
            if (when is not null)
            {
                names.UnionWith(when.IndicatorNames());
            }
        }

        if (document.Entry.Size.Scale is { } scale)
        {
            names.Add(scale.By);
        }

        return names;
    }
}
