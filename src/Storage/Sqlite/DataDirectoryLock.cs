using System.Globalization;

namespace Trading.Storage.Sqlite;

/// <summary>Keeps a second process off the embedded database: SQLite serves one process only. The operating system frees it when the process dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="StorageInUseException">Another process, or another database object of this one, holds the directory.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, "trading.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new StorageInUseException(Path.GetFullPath(directory), HolderOf(directory), held);
        }

        // In a file of its own: nobody can read the locked one.
        File.WriteAllText(HolderFile(directory), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string HolderFile(string directory) => Path.Combine(directory, "trading.pid");

    private static string HolderOf(string directory) => File.Exists(HolderFile(directory)) ? File.ReadAllText(HolderFile(directory)) : "unknown";
}
