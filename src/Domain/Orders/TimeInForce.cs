namespace Trading.Domain.Orders;

/// <summary>How long an order lives.</summary>
public enum TimeInForce : byte
{
    Gtc = 0,
    Ioc = 1,
    Fok = 2,

    /// <summary>Limit orders only: rejected when it would take liquidity.</summary>
    PostOnly = 3,
}
