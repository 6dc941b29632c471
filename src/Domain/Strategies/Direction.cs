using Trading.Domain.Orders;

namespace Trading.Domain.Strategies;

/// <summary>Which way a strategy bets.</summary>
public enum Direction : byte
{
    Long = 0,
    Short = 1,
}

public static class DirectionExtensions
{
    extension(Direction direction)
    {
        public Side EntrySide => direction is Direction.Long ? Side.Buy : Side.Sell;

        public Side ExitSide => direction is Direction.Long ? Side.Sell : Side.Buy;
    }
}
