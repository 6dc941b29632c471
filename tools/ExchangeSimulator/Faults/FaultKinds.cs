using System.Collections.Frozen;

namespace Trading.ExchangeSimulator.Faults;

/// <summary>Every fault that is the venue's or the wire's (spec: orders).</summary>
internal static class FaultKinds
{
    /// <summary>Processed, then the connection breaks.</summary>
    public const string ResponseLost = "response_lost";

    /// <summary>The connection breaks before anything was processed.</summary>
    public const string NeverArrived = "never_arrived";

    /// <summary>The connection breaks, and the request arrives <c>delayMs</c> later.</summary>
    public const string ArrivedLate = "arrived_late";

    /// <summary>The wire delivers one submission twice.</summary>
    public const string DuplicateSubmit = "duplicate_submit";

    public const string FillBeforeAck = "fill_before_ack";

    /// <summary>A fill is told only after the cancel.</summary>
    public const string FillAfterCancel = "fill_after_cancel";

    /// <summary>A fill happens while the cancel is on its way.</summary>
    public const string FillDuringCancel = "fill_during_cancel";

    /// <summary>A first part is told, then nothing more of the order.</summary>
    public const string PartialThenSilence = "partial_then_silence";

    public const string Reordered = "reordered";
    public const string Duplicated = "duplicated";

    /// <summary>The push connection drops, and the reports of that moment, fills among them, are lost.</summary>
    public const string PushDropped = "push_dropped";

    /// <summary>A listed code (<c>code</c>): not taken.</summary>
    public const string RejectKnown = "reject_known";

    /// <summary>A code that no table lists; taken all the same when <c>applied</c>.</summary>
    public const string RejectUnknown = "reject_unknown";

    /// <summary>429 with Retry-After.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>A 5xx; processed all the same when <c>applied</c>.</summary>
    public const string ServerError = "server_error";

    /// <summary>Queries and listings answer as of <c>lagMs</c> ago.</summary>
    public const string ReadLag = "read_lag";

    /// <summary>Set by POST /clock, counted there.</summary>
    public const string ClockSkew = "clock_skew";

    /// <summary>Made by POST /positions, counted there.</summary>
    public const string PositionChanged = "position_changed";

    /// <summary>Made by POST /positions, counted there.</summary>
    public const string Liquidated = "liquidated";

    /// <summary>Those that POST /faults takes.</summary>
    public static FrozenSet<string> Drawn { get; } = FrozenSet.ToFrozenSet(
        [
            ResponseLost, NeverArrived, ArrivedLate, DuplicateSubmit, FillBeforeAck, FillAfterCancel, FillDuringCancel, PartialThenSilence, Reordered,
            Duplicated, PushDropped, RejectKnown, RejectUnknown, RateLimited, ServerError, ReadLag,
        ],
        StringComparer.Ordinal);
}
