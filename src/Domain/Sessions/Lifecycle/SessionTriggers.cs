namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>What makes a session end by itself, as its transitions show it.</summary>
public static class SessionTriggers
{
    public const string DataExhausted = "data_exhausted";
    public const string DurationOver = "duration_over";
}
