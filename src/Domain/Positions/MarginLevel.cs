namespace Trading.Domain.Positions;

/// <summary>Step of the margin ratio: above 50 % warns, above 75 % is critical, 100 % is liquidation.</summary>
public enum MarginLevel : byte
{
    Normal = 0,
    Warning = 1,
    Critical = 2,
    Liquidation = 3,
}

/// <summary>Step of the distance to the liquidation price: below 30, 20, 10 % of the mark.</summary>
public enum LiquidationRisk : byte
{
    None = 0,
    Medium = 1,
    High = 2,
    Critical = 3,
}
