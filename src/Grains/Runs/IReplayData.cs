using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Grains.Runs;

/// <summary>Opens recordings for replay.</summary>
public interface IReplayData
{
    /// <summary>Waits for the database on the thread that calls it: never on a grain's.</summary>
    IMarketDataReader Open(Dataset dataset);

    /// <summary>The symbol's first price of the recording; 0 when it has none.</summary>
    Task<decimal> FirstPriceAsync(Dataset dataset, Symbol symbol);
}
