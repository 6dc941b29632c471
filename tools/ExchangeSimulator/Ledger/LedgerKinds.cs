using Trading.Domain.Exchanges;

namespace Trading.ExchangeSimulator.Ledger;

internal static class LedgerKinds
{
    public const string Opened = "opened";

    /// <summary>The order was taken; whether it works shows with <c>accepted</c> or <c>rejected</c>.</summary>
    public const string Submitted = "submitted";

    /// <summary>An id that was there already: nothing was placed.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Not taken: too late by the venue's clock, or by a fault.</summary>
    public const string TurnedAway = "turned_away";

    public const string CancelAsked = "cancel_asked";
    public const string DataEnded = "data_ended";
    public const string Transferred = "transferred";
    public const string ByHand = "by_hand";
    public const string FaultSet = "fault_set";
    public const string FaultsCleared = "faults_cleared";

    /// <summary>A fault was injected; its kind is the code.</summary>
    public const string Fault = "fault";

    public const string ClockSet = "clock_set";

    /// <summary>Everything before it is forgotten.</summary>
    public const string Reset = "reset";

    public static string Of(VenueReport report) => report switch
    {
        VenueAccepted => "accepted",
        VenueRejected => "rejected",
        VenueFilled => "filled",
        VenueTriggered => "triggered",
        VenueCanceled => "canceled",
        VenueFunding => "funding",
        VenueLiquidated => "liquidated",
        _ => throw new ArgumentException($"{report.GetType().Name} has no kind in the ledger.", nameof(report)),
    };
}
