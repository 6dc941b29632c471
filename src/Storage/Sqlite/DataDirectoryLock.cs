using System.Globalization;
using System.Text;

namespace Trading.Storage.Sqlite;

/// <summary>Keeps a second process off the embedded database: SQLite serves one process only. The operating system frees it when the process dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="StorageInUseException">Another process, or another database object of this one, holds the directory.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, "trading.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new StorageInUseException(Path.GetFullPath(directory), HolderOf(path), held);
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new DataDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string HolderOf(string path)
    {
        try
        {
            // FileShare.ReadWrite takes no lock of its own, so the holder's id can be read past his.
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            // The holder's id only helps the reader of the message; some systems lock reads as well.
            return "unknown";
        }
    }
}
