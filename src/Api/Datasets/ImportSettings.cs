using Trading.Storage.MarketData.Import;

namespace Trading.Api.Datasets;

/// <summary>Where uploads go, and how large they may be.</summary>
/// <param name="FileBytesMax">Bytes of one file.</param>
internal sealed record ImportSettings(SpoolFolder Folder, long FileBytesMax)
{
    private const int FileMiBDefault = 2_048;

    /// <param name="folder">Where files lie while they are read.</param>
    /// <param name="number">Reads a whole number: key, default, least, most.</param>
    public static ImportSettings Read(string folder, Func<string, int, int, int, int> number) =>
        new(new SpoolFolder(folder), (long)number("Trading:Import:FileMiBMax", FileMiBDefault, 1, 65_536) << 20);
}
