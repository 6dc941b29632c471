namespace Trading.Hosting;

/// <summary>What the command line says beyond settings.</summary>
/// <param name="IsMigration"><c>--migrate</c>: bring the schema up to date and end.</param>
/// <param name="ProbeUrl"><c>--probe URL</c>: ask a running host whether it is well and end with 0 or 1; images have no other tool for it.</param>
/// <param name="Rest">Settings, as <c>--key=value</c>.</param>
public sealed record HostArguments(bool IsMigration, Uri? ProbeUrl, string[] Rest)
{
    private const string Migrate = "--migrate";
    private const string Probe = "--probe";

    public static HostArguments Parse(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments is [Probe, var text] && Uri.TryCreate(text, UriKind.Absolute, out var url)
            ? new HostArguments(IsMigration: false, url, [])
            : new HostArguments(arguments.Contains(Migrate, StringComparer.Ordinal), null, [.. arguments.Where(argument => argument != Migrate)]);
    }
}
