namespace Trading.Domain.Positions;

/// <summary>Direction of a position or a round trip.</summary>
public enum PositionSide : byte
{
    Flat = 0,
    Long = 1,
    Short = 2,
}
