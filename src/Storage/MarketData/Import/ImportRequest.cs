using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Import;

/// <summary>How to read a file.</summary>
/// <param name="Interval">Required for candles, not used otherwise.</param>
/// <param name="SkipBadRows">Leave bad rows out instead of failing the import.</param>
public sealed record ImportRequest(Symbol Symbol, SeriesKind Kind, CandleInterval? Interval, bool SkipBadRows);
