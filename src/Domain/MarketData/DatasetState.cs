namespace Trading.Domain.MarketData;

public enum DatasetState
{
    Importing = 0,
    Ready = 1,
    Failed = 2,
}
