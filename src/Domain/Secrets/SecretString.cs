using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Trading.Domain.Secrets;

/// <summary>A text that must not leave the process by accident: it prints, logs and serializes as <c>[redacted]</c>.</summary>
[DebuggerDisplay(Redacted)]
[JsonConverter(typeof(RedactingJsonConverter<SecretString>))]
public sealed class SecretString(string value) : ISecret
{
    /// <summary>What stands in place of every secret.</summary>
    public const string Redacted = "[redacted]";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value = value;

    /// <summary>The text itself. A method, so that nothing that walks properties finds it.</summary>
    public string Reveal() => _value;

    public override string ToString() => Redacted;
}
