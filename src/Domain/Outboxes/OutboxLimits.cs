namespace Trading.Domain.Outboxes;

/// <summary>Bounds of the outboxes of positions and accounts. Those of an order are in its protocol.</summary>
public static class OutboxLimits
{
    /// <summary>From here on nothing new is heard, so that the senders keep it, until receivers acknowledge.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>Room that commands and alerts keep when what was heard has filled the outbox.</summary>
    public const int Headroom = 50;

    /// <summary>Entries in one delivery, the oldest first: a receiver that was away is not handed everything at once.</summary>
    public const int DeliveryMax = 100;

    /// <summary>Receiver name of the journal.</summary>
    public const string Journal = "journal";
}
