namespace Trading.Storage.Live;

/// <summary>What a live event tells of; stable, because clients filter by it.</summary>
public static class LiveEventKinds
{
    public const string Order = "order";
    public const string Fill = "fill";
    public const string Position = "position";
    public const string Signal = "signal";

    /// <summary>Of an instance.</summary>
    public const string Transition = "transition";

    /// <summary>A transition of a session.</summary>
    public const string Session = "session";
    public const string Instance = "instance";
    public const string Equity = "equity";
    public const string Alert = "alert";
    public const string Progress = "progress";

    public static IReadOnlyList<string> All { get; } =
        [Order, Fill, Position, Signal, Transition, Session, Instance, Equity, Alert, Progress];
}
