namespace Trading.Domain.Orders;

/// <summary>Direction of an order or a fill.</summary>
public enum Side : byte
{
    Buy = 0,
    Sell = 1,
}

public static class SideExtensions
{
    extension(Side side)
    {
        /// <summary>+1 for a buy, -1 for a sell.</summary>
        public int Sign => side is Side.Buy ? 1 : -1;

        public Side Opposite => side is Side.Buy ? Side.Sell : Side.Buy;
    }
}
