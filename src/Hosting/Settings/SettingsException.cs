namespace Trading.Hosting.Settings;

/// <summary>The settings are not usable; the process must not start with them.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception("Settings are not usable: " + string.Join(" ", faults))
{
    /// <summary>Every fault: the key and the rule it breaks, never the value.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
