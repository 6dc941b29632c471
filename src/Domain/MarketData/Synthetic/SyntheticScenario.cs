namespace Trading.Domain.MarketData.Synthetic;

/// <summary>Market stories of the generator. In JSON: <c>calm</c>, <c>trend</c>, <c>pump_and_dump</c>, <c>flash_crash</c>.</summary>
public enum SyntheticScenario
{
    Calm = 0,
    Trend = 1,
    PumpAndDump = 2,
    FlashCrash = 3,
}
