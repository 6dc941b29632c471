using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Trading.Domain.Secrets;

namespace Trading.Hosting.Settings;

/// <summary>Reads settings and collects what is wrong with them, so that an operator sees all faults at once.</summary>
/// <remarks>A fault names the key and the rule, never the value: a mistyped secret must not end up in a log.</remarks>
public sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    /// <param name="key">Configuration key with colons; shown as the environment variable it is usually given by.</param>
    public void Fault(string key, string rule) => _faults.Add($"{VariableOf(key)} {rule}.");

    /// <exception cref="SettingsException">A fault was found.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new SettingsException(_faults);
        }
    }

    /// <returns>Null when the key is absent or blank.</returns>
    public string? Text(string key) => configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    public SecretString? Secret(string key) => Text(key) is { } value ? new SecretString(value) : null;

    public bool Flag(string key, bool otherwise)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!bool.TryParse(text, out var value))
        {
            Fault(key, "must be true or false");
        }

        return value;
    }

    public int Number(string key, int otherwise, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Fault(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return otherwise;
    }

    /// <returns>The text, one of those allowed.</returns>
    public string OneOf(string key, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (allowed.Contains(text))
        {
            return text;
        }

        Fault(key, $"must be one of {string.Join(", ", allowed!)}");
        return otherwise;
    }

    public int? Port(string key) => Text(key) is null ? null : Number(key, 0, 1, 65_535);

    public IPAddress? Address(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            Fault(key, "must be an IP address");
        }

        return address;
    }

    /// <param name="schemes">Schemes that are allowed, such as <c>https</c>.</param>
    public Uri? Url(string key, params ReadOnlySpan<string> schemes)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme) && url.UserInfo is "")
        {
            return url;
        }

        Fault(key, $"must be an absolute URL ({string.Join(", ", schemes!)}) without credentials");
        return null;
    }

    /// <summary>A list given as one text with commas, or as an array.</summary>
    public IReadOnlyList<string> List(string key) => Text(key) is { } text
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. configuration.GetSection(key).GetChildren().Select(child => child.Value).OfType<string>()];

    private static string VariableOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
