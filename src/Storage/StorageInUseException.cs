namespace Trading.Storage;

/// <summary>The embedded database is open in another process.</summary>
public sealed class StorageInUseException(string directory, string holder, Exception inner) : Exception(
    $"The data directory {directory} is in use by another process (id {holder}). The embedded database serves one process: "
    + "stop the other one, choose another Trading:DataDirectory, or set ConnectionStrings:Trading to a PostgreSQL database.", inner);
