namespace Trading.Storage.MarketData.Import;

/// <summary>Where files lie while they are read. Each is gone when it is closed, also when the process dies.</summary>
/// <param name="path">Made when it does not exist.</param>
public sealed class SpoolFolder(string path)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>A new, empty file that nobody else sees.</summary>
    public FileStream Create()
    {
        Directory.CreateDirectory(path);
        return new FileStream(Path.Combine(path, Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferBytes,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
    }
}
