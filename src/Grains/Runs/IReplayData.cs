using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Grains.Runs;

/// <summary>Opens recordings for replay.</summary>
public interface IReplayData
{
    IMarketDataReader Open(Dataset dataset);

    /// <summary>The symbol's first price of the recording; 0 when it has none.</summary>
    decimal FirstPrice(Dataset dataset, Symbol symbol);
}
