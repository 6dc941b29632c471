namespace Trading.Storage;

/// <param name="MaxPoolSize">Connections of one process, 1–1000. Processes times this stays below the server's max_connections.</param>
public sealed record PostgreSqlSettings(int MaxPoolSize = 32);
