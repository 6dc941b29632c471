using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>Reasons that the simulated venue gives; an exchange adds its own as <c>exchange:&lt;code&gt;</c>.</summary>
public static class VenueReasons
{
    /// <summary>Canceled because it was asked for.</summary>
    public const string Requested = "requested";

    /// <summary>The rest of an immediate-or-cancel order.</summary>
    public const string Ioc = "ioc";

    /// <summary>A fill-or-kill order that could not be filled whole.</summary>
    public const string Fok = "fok";

    /// <summary>Nothing left to reduce.</summary>
    public const string ReduceOnly = "reduce_only";

    /// <summary>Canceled with the liquidated position.</summary>
    public const string Liquidation = "liquidation";

    /// <summary>The data of the session are exhausted.</summary>
    public const string EndOfData = "end_of_data";

    /// <summary>Why a run that is over leaves no order working: its data are exhausted, or it was stopped or limited before.</summary>
    public static string AtEnd(bool isExhausted) => isExhausted ? EndOfData : OrderReasons.SessionStopped;

    public const string PostOnlyWouldCross = "post_only_would_cross";
    public const string InsufficientMargin = "insufficient_margin";

    /// <summary>Not a multiple of the lot, or below the smallest order.</summary>
    public const string InvalidQuantity = "invalid_quantity";

    /// <summary>Missing, not above 0, or not a multiple of the tick.</summary>
    public const string InvalidPrice = "invalid_price";

    /// <summary>Below 1 or above the instrument's maximum.</summary>
    public const string InvalidLeverage = "invalid_leverage";

    /// <summary>Nothing is known yet of the market that the order would take from.</summary>
    public const string NoMarket = "no_market";

    /// <summary>Refused at random (<c>rejectPct</c>).</summary>
    public const string Refused = "refused";

    /// <summary>By the venue's clock the request is older than its receive window.</summary>
    public const string RequestExpired = "request_expired";

    /// <summary>By the venue's clock the request was signed in the future.</summary>
    public const string RequestEarly = "request_early";

    /// <summary>Nobody listens at the venue's address.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The venue gave no answer, or the connection broke before it.</summary>
    public const string NoAnswer = "no_answer";

    /// <summary>A trader's own trade at the venue, past this platform.</summary>
    public const string ByHand = "by_hand";
}
