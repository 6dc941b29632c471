namespace Trading.Storage.MarketData.Import;

/// <summary>The rows of a file, in its order.</summary>
internal interface IRowSource : IDisposable
{
    /// <summary>Hands rows over until the count is reached.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="ImportFileException">The file cannot be read further.</exception>
    ValueTask<bool> ReadAsync(SeriesRows rows, int count, CancellationToken cancellation);
}
