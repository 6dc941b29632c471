namespace Trading.Domain.Orders;

/// <summary>Who is still to be told of an outbox entry.</summary>
[Flags]
public enum OrderReceivers : byte
{
    None = 0,
    Position = 1,
    Account = 2,
    Instance = 4,
    Journal = 8,
}
