namespace Trading.Api.Audit;

/// <summary>What is written down; stable, because operators search for it.</summary>
public static class AuditActions
{
    public const string SignedIn = "signed_in";
    public const string SignInRefused = "sign_in_refused";
    public const string SignedOut = "signed_out";
    public const string RefreshReused = "refresh_reused";
    public const string PasswordChanged = "password_changed";
    public const string UserCreated = "user_created";
    public const string UserChanged = "user_changed";
    public const string UserRevoked = "user_revoked";
    public const string SessionStarted = "session_started";
    public const string SessionStopped = "session_stopped";
    public const string StrategyPaused = "strategy_paused";
    public const string StrategyResumed = "strategy_resumed";
    public const string AccountOpened = "account_opened";
    public const string FundsTransferred = "funds_transferred";
    public const string LimitsChanged = "limits_changed";
    public const string KillSwitchTripped = "kill_switch_tripped";
    public const string KillSwitchReset = "kill_switch_reset";
    public const string SymbolReleased = "symbol_released";
    public const string AlertChannelsChanged = "alert_channels_changed";
    public const string Refused = "refused";
}
