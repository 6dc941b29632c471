namespace Trading.Storage.MarketData.Import;

/// <summary>Where files lie while they are read. Each is its owner's alone, and is gone when it is closed, also when the process is killed.</summary>
/// <param name="path">Made when it does not exist.</param>
public sealed class SpoolFolder(string path)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>A new, empty file that nobody else sees.</summary>
    public FileStream Create()
    {
        Directory.CreateDirectory(path);
        var name = Path.Combine(path, Path.GetRandomFileName());
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferBytes,
            Options = FileOptions.Asynchronous,
        };
        if (OperatingSystem.IsWindows())
        {
            // There the system itself removes the file with its last handle.
            options.Options |= FileOptions.DeleteOnClose;
            return new FileStream(name, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(name, options);

        // Elsewhere removing it when it is closed would be this process's to do, and one that is killed does nothing more.
        // An open file needs no name: its room is free again with its last handle.
        File.Delete(name);
        return file;
    }
}
