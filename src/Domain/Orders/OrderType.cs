namespace Trading.Domain.Orders;

public enum OrderType : byte
{
    Market = 0,
    Limit = 1,

    /// <summary>Rests until the trigger price is reached against the position's favour, then a market order.</summary>
    StopMarket = 2,

    /// <summary>Rests until the trigger price is reached in the position's favour, then a market order.</summary>
    TakeProfitMarket = 3,
}
