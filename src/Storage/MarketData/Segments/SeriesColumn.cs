using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>A column of a series.</summary>
/// <param name="Name">In segments and exports.</param>
/// <param name="Aliases">Names in imported files, the preferred one first.</param>
/// <param name="IsOptional">May be missing, as a whole or in a row.</param>
internal sealed record SeriesColumn(string Name, ColumnRole Role, IReadOnlyList<string> Aliases, bool IsOptional = false)
{
    /// <summary>What stands for "none" in an optional column.</summary>
    public long Absent => Role is ColumnRole.Price or ColumnRole.Quantity ? 0 : MarketEvent.None;
}
