namespace Trading.Storage.Schema;

/// <summary>The database is not what this program was built for. It names every fault; the program does not start.</summary>
public sealed class SchemaException(IReadOnlyList<string> faults, Exception? inner = null)
    : Exception($"The database cannot be used: {string.Join(" ", faults)}", inner)
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
