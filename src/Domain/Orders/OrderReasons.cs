namespace Trading.Domain.Orders;

/// <summary>The typed reasons that the order protocol itself gives. Risk's and the exchange's (<c>risk:…</c>, <c>exchange:&lt;code&gt;</c>) pass through it.</summary>
public static class OrderReasons
{
    /// <summary>The deadline passed.</summary>
    public const string Timeout = "timeout";

    /// <summary>The intent was stored, but nothing was sent.</summary>
    public const string NotSent = "not_sent";

    /// <summary>The exchange never knew the order: two good queries after the last moment at which the request could count.</summary>
    public const string Absent = "absent";

    /// <summary>The exchange held the order and knows it no more.</summary>
    public const string Vanished = "vanished";

    /// <summary>A cancel that a person asked for; also what a venue says of any cancel that was asked of it.</summary>
    public const string Requested = "requested";

    /// <summary>The session was stopped.</summary>
    public const string SessionStopped = "session_stopped";

    public const string KillSwitch = "kill_switch";

    /// <summary>The exchange ended an order whose life it limits itself.</summary>
    public const string VenueExpired = "expired";

    /// <summary>The activation that sent it is gone; its outcome is asked for.</summary>
    public const string Recovered = "recovered";

    /// <summary>The exchange refused it and gave no code.</summary>
    public const string Refused = "refused";

    public const string RateLimited = "rate_limited";

    public const string CircuitOpen = "circuit_open";
}
