using System.Diagnostics.CodeAnalysis;
using Serilog.Core;
using Serilog.Events;
using Trading.Domain.Secrets;

namespace Trading.Hosting.Logging;

/// <summary>Redacts by type, wherever in a logged object a secret stands: Serilog ignores Microsoft's redaction attributes.</summary>
public sealed class SecretDestructuringPolicy : IDestructuringPolicy
{
    public bool TryDestructure(object value, ILogEventPropertyValueFactory propertyValueFactory, [NotNullWhen(true)] out LogEventPropertyValue? result)
    {
        result = value is ISecret ? new ScalarValue(SecretString.Redacted) : null;
        return result is not null;
    }
}
