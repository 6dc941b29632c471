namespace Trading.Domain.Positions;

/// <summary>Codes of the alerts that a position raises.</summary>
public static class PositionAlert
{
    /// <summary>The venue refused a protective order again and again.</summary>
    public const string Unprotected = "position_unprotected";

    /// <summary>A close that must succeed was refused again and again.</summary>
    public const string CloseFailed = "position_close_failed";

    /// <summary>The margin ratio has come to where it warns.</summary>
    public const string MarginLevel = "margin_level";

    /// <summary>The margin ratio is critical, or that of a liquidation.</summary>
    public const string MarginCritical = "margin_critical";

    /// <summary>The venue held something else than we did: corrected, and the symbol is frozen.</summary>
    public const string Drift = "position_drift";

    /// <summary>The venue liquidated another quantity than is held here.</summary>
    public const string LiquidationDiffers = "liquidation_differs";
}
