namespace Trading.Storage;

public enum StorageEngine
{
    /// <summary>One process, one file; the embedded default.</summary>
    Sqlite = 0,

    /// <summary>A cluster of silos.</summary>
    PostgreSql = 1,
}
