namespace Trading.Storage.Datasets;

/// <summary>Uploaded files on their way into a dataset, in pieces of at most <see cref="PieceBytes"/>. They are gone once the import is over.</summary>
public sealed class ImportFileStore(TradingDatabase database)
{
    public const int PieceBytes = 1 << 20;

    private const string Drop = "DELETE FROM import_files WHERE import_id = @importId";

    /// <summary>Stores a file whole. Durable when the task completes. An id stands for one file: repeating it, even at the same time, changes nothing.</summary>
    /// <returns>Bytes of the file.</returns>
    public async Task<long> SaveAsync(string importId, Stream file, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var piece = new byte[PieceBytes];
        var total = 0L;
        for (var ordinal = 0; await file.ReadAtLeastAsync(piece, PieceBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var read; ordinal++)
        {
            var data = piece[..read];
            var number = ordinal;
            await database.ExecuteAsync(
                "INSERT INTO import_files (import_id, ordinal, at, data) VALUES (@importId, @number, @at, @data) ON CONFLICT (import_id, ordinal) DO NOTHING",
                new { importId, number, at, data },
                cancellationToken);
            total += read;
        }

        return total;
    }

    /// <summary>Writes the file out again.</summary>
    /// <returns>Bytes written; 0 when there is no such file.</returns>
    public async Task<long> CopyToAsync(string importId, Stream target, CancellationToken cancellationToken = default)
    {
        var total = 0L;
        for (var ordinal = 0; ; ordinal++)
        {
            var data = await database.FindAsync<byte[]>(
                "SELECT data FROM import_files WHERE import_id = @importId AND ordinal = @ordinal", new { importId, ordinal }, cancellationToken);
            if (data is null)
            {
                return total;
            }

            await target.WriteAsync(data, cancellationToken);
            total += data.Length;
        }
    }

    public Task DropAsync(string importId, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync(Drop, new { importId }, cancellationToken);

    /// <summary>Removes uploads that never became an import.</summary>
    public Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken = default) => database.ExecuteAsync(
        "DELETE FROM import_files WHERE at < @before AND import_id NOT IN (SELECT id FROM dataset_imports WHERE state = 'importing')",
        new { before }, cancellationToken);
}
