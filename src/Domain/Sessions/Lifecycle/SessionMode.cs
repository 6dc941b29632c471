namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>Where a session's market data come from and where its orders go (spec: sessions).</summary>
public enum SessionMode : byte
{
    Collect = 0,
    Backtest = 1,
    Paper = 2,
    Live = 3,
}
