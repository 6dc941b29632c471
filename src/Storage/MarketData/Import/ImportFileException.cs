namespace Trading.Storage.MarketData.Import;

/// <summary>The file as a whole cannot be read; caught by the importer and answered as a failed import.</summary>
internal sealed class ImportFileException(string code, string message, long line = 0) : Exception(message)
{
    public const string Malformed = "malformed";

    public string Code { get; } = code;

    public long Line { get; } = line;
}
