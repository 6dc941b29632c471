namespace Trading.Storage.MarketData.Import;

/// <param name="BytesRead">Bytes of the file (as stored, so of compressed files the compressed ones) taken so far.</param>
public sealed record ImportProgress(long BytesRead, long BytesTotal, long Rows, long BadRows)
{
    public double Percent => BytesTotal == 0 ? 0 : Math.Min(100.0, 100.0 * BytesRead / BytesTotal);
}
