namespace Trading.Domain.MarketData;

public enum ImportState
{
    Importing = 0,
    Ready = 1,
    Failed = 2,
}
