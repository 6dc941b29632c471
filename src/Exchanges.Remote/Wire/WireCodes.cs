using System.Collections.Frozen;
using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Remote.Wire;

/// <summary>The codes of a paper venue's answers.</summary>
public static class WireCodes
{
    public const string UnknownOrder = "unknown_order";
    public const string UnknownAccount = "unknown_account";
    public const string Conflict = "conflict";
    public const string Malformed = "malformed";
    public const string RateLimited = "rate_limited";

    /// <summary>Of every answer: the venue's time, Unix ms.</summary>
    public const string TimeHeader = "X-Venue-Time";

    /// <summary>A submission answered with one of these was definitely not taken. Any other code says nothing.</summary>
    public static FrozenSet<string> Definite { get; } = FrozenSet.ToFrozenSet(
        [
            VenueReasons.PostOnlyWouldCross, VenueReasons.InsufficientMargin, VenueReasons.InvalidQuantity, VenueReasons.InvalidPrice,
            VenueReasons.InvalidLeverage, VenueReasons.NoMarket, VenueReasons.Refused, VenueReasons.RequestExpired, VenueReasons.RequestEarly,
        ],
        StringComparer.Ordinal);
}
