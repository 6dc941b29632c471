using System.Collections.Immutable;

namespace Trading.ExchangeSimulator.Faults;

/// <summary>
/// Decides which opportunities become faults: by a rule's count, or by a number that is a function of its seed, the order and how
/// long the ledger is. So the same calls meet the same faults, restarts or not; and one that struck lengthens the ledger.
/// </summary>
internal sealed class FaultPlan
{
    private const double UnitOf53Bits = 1.0 / (1UL << 53);

    private readonly Dictionary<string, Armed> _rules = new(StringComparer.Ordinal);

    public void Set(FaultRule rule) => _rules[rule.Key()] = new(rule, rule.Next);

    public void Clear() => _rules.Clear();

    /// <summary>What a rule had come to, as its last injection says.</summary>
    public void Continue(string key, int left)
    {
        if (_rules.TryGetValue(key, out var armed))
        {
            _rules[key] = armed with { Left = left };
        }
    }

    /// <summary>Asks the rules of the kind that fit.</summary>
    /// <param name="moment">Lines of the ledger so far.</param>
    /// <returns>The first that strikes, as it is afterwards; null when none does.</returns>
    public Armed? Draw(string kind, string account, string? orderId, string? on, long moment)
    {
        foreach (var (key, armed) in _rules.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var rule = armed.Rule;
            if (!Fits(rule, kind, account, on))
            {
                continue;
            }

            if (armed.Left > 0 || Unit(rule.Seed, key + orderId, moment) < rule.Probability)
            {
                return armed with { Left = Math.Max(0, armed.Left - 1) };
            }
        }

        return null;
    }

    /// <summary>The first rule that fits, without asking it.</summary>
    public FaultRule? Find(string kind, string account, string? on) =>
        _rules.Values.Select(armed => armed.Rule).FirstOrDefault(rule => Fits(rule, kind, account, on));

    public ImmutableArray<Armed> Snapshot() => [.. _rules.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value)];

    public void Restore(ImmutableArray<Armed> rules)
    {
        foreach (var armed in rules)
        {
            _rules[armed.Rule.Key()] = armed;
        }
    }

    private static bool Fits(FaultRule rule, string kind, string account, string? on) =>
        rule.Kind == kind && (rule.Account is null || rule.Account == account) && (rule.On is null || rule.On == on);

    /// <summary>Evenly distributed in [0, 1); a function of what it is given alone (SplitMix64's mixing).</summary>
    private static double Unit(ulong seed, string key, long moment)
    {
        unchecked
        {
            var bits = seed ^ ((ulong)(moment + 1) * 0x9E3779B97F4A7C15);
            foreach (var letter in key)
            {
                bits = (bits ^ letter) * 0x100000001B3;
            }

            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) * UnitOf53Bits;
        }
    }

    /// <param name="Left">What is left of the rule's <c>next</c>.</param>
    internal sealed record Armed(FaultRule Rule, int Left);
}
