namespace Trading.Domain.MarketData;

/// <summary>Which side took liquidity in a trade.</summary>
public enum TakerSide : byte
{
    Unknown = 0,
    Buy = 1,
    Sell = 2,
}
