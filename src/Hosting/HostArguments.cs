namespace Trading.Hosting;

/// <summary>What the command line says beyond settings.</summary>
/// <param name="IsMigration"><c>--migrate</c>: bring the schema up to date and end.</param>
/// <param name="Rest">Settings, as <c>--key=value</c>.</param>
public sealed record HostArguments(bool IsMigration, string[] Rest)
{
    private const string Migrate = "--migrate";

    public static HostArguments Parse(string[] arguments) =>
        new(arguments.Contains(Migrate, StringComparer.Ordinal), [.. arguments.Where(argument => argument != Migrate)]);
}
