namespace Trading.Domain.Orders;

/// <summary>Codes of the alerts that the order protocol raises.</summary>
public static class OrderAlerts
{
    /// <summary>A fill came after the order's end; it was applied.</summary>
    public const string LateFill = "late_fill";

    /// <summary>More was filled than was ordered; it was applied.</summary>
    public const string Overfill = "overfill";

    /// <summary>A fill too old to tell from a repetition: left to reconciliation.</summary>
    public const string DoubtfulFill = "doubtful_fill";

    /// <summary>The venue holds an order that is over here; it is cancelled there.</summary>
    public const string AliveAfterEnd = "alive_after_end";

    /// <summary>A definite no for an order of which the venue has shown signs of life.</summary>
    public const string RefusedButAlive = "refused_but_alive";

    /// <summary>The venue's filled quantity and its list of fills disagree; the list holds.</summary>
    public const string FillsDisagree = "fills_disagree";

    /// <summary>The venue no longer knows an order that it held.</summary>
    public const string Vanished = "vanished";

    /// <summary>Two venue orders answer to one trigger order; the younger is cancelled.</summary>
    public const string TwinTrigger = "twin_trigger";

    /// <summary>The outbox is full: fills wait at the venue until it drains.</summary>
    public const string OutboxFull = "outbox_full";
}
