using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>A segment without its bytes.</summary>
/// <param name="Id">The store's id; 0 before it is stored.</param>
/// <param name="Ordinal">Position within the symbol and kind of one import, from 0.</param>
/// <param name="FromMs">Time of the first row, Unix ms.</param>
/// <param name="ToMs">Time of the last row, Unix ms.</param>
public sealed record SegmentEntry(long Id, Symbol Symbol, SeriesKind Kind, int Ordinal, long FromMs, long ToMs, int Rows);
