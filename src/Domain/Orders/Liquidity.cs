namespace Trading.Domain.Orders;

/// <summary>Which fee a fill pays.</summary>
public enum Liquidity : byte
{
    Maker = 0,
    Taker = 1,
}
