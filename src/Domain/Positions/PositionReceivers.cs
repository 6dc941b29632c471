namespace Trading.Domain.Positions;

/// <summary>Who is still to be told of an entry in a position's outbox.</summary>
[Flags]
public enum PositionReceivers : byte
{
    None = 0,
    Account = 1,
    Instance = 2,
    Order = 4,
    Journal = 8,
}
