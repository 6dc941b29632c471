namespace Trading.Testing;

/// <summary>A folder of one test, gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("trading-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
