using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Trading.Domain.Risk;

/// <summary>One limit: how it is named, read and written.</summary>
public sealed class RiskLimit
{
    private readonly Func<JsonElement, bool> isReadable;
    private readonly Func<JsonElement, RiskLimits, RiskLimits?> read;
    private readonly Func<RiskLimits, RiskLimits, RiskLimits> copy;
    private readonly Action<Utf8JsonWriter, RiskLimits> write;

    internal RiskLimit(
        string name, string rule, Func<JsonElement, bool> isReadable, Func<JsonElement, RiskLimits, RiskLimits?> read,
        Func<RiskLimits, RiskLimits, RiskLimits> copy, Action<Utf8JsonWriter, RiskLimits> write)
    {
        (Name, Rule) = (name, rule);
        (this.isReadable, this.read, this.copy, this.write) = (isReadable, read, copy, write);
    }

    /// <summary>Member of the <c>limits</c> object.</summary>
    public string Name { get; }

    /// <summary>What a value must be, as the end of a sentence.</summary>
    public string Rule { get; }

    /// <summary>True when the value has the right form, whatever its size.</summary>
    public bool IsReadable(JsonElement value) => isReadable(value);

    public bool TryRead(JsonElement value, RiskLimits limits, [NotNullWhen(true)] out RiskLimits? changed)
    {
        changed = isReadable(value) ? read(value, limits) : null;
        return changed is not null;
    }

    /// <summary><paramref name="limits"/> with this one limit as <paramref name="given"/> has it.</summary>
    public RiskLimits Copy(RiskLimits given, RiskLimits limits) => copy(given, limits);

    public void Write(Utf8JsonWriter writer, RiskLimits limits) => write(writer, limits);
}
