using System.Collections.Immutable;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Stored;

/// <summary>One recorded trade.</summary>
/// <param name="TimeMs">Unix ms.</param>
/// <param name="TradeId">The exchange's number; null when the source had none.</param>
public sealed record RecordedTrade(long TimeMs, decimal Price, decimal Quantity, TakerSide Side, long? TradeId);

/// <summary>A price and when it held, Unix ms.</summary>
public sealed record RecordedPrice(long TimeMs, decimal Price);

public sealed record RecordedLevel(decimal Price, decimal Quantity);

/// <summary>The recorded part of an order book, best levels first; a side that was empty has none.</summary>
/// <param name="TimeMs">Unix ms.</param>
public sealed record RecordedBook(long TimeMs, ImmutableArray<RecordedLevel> Bids, ImmutableArray<RecordedLevel> Asks);
