using Microsoft.Data.Sqlite;

namespace Trading.Storage.Sqlite;

/// <summary>Opens the files of the embedded database.</summary>
internal static class SqliteFiles
{
    public const string FileName = "trading.db";

    public static GatedSqliteDataSource OpenWriter(string directory) =>
        new(Writer(directory), connection =>
        {
            // FULL: a commit survives power loss. The busy timeout only matters while a migration or a backup tool holds the file.
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;";
            command.ExecuteNonQuery();
        });

    public static SqliteReaderDataSource OpenReader(string directory) => new(new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(directory, FileName),
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = true,
    }.ToString());

    public static string Writer(string directory) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(directory, FileName),
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = false,
    }.ToString();
}
