namespace Trading.Simulation.Cluster;

/// <summary>Steps of the order path that are no effects themselves: what an effect put off, and what those who are told do with it.</summary>
internal static class PathStep
{
    /// <summary>The write that a <c>PersistSoon</c> put off.</summary>
    public const string WriteLater = "WriteLater";

    public const string WritePosition = "WritePosition";
    public const string WriteAccount = "WriteAccount";

    /// <summary>What was told leaves for the position.</summary>
    public const string TellPosition = "TellPosition";

    public const string TellAccount = "TellAccount";
    public const string TellInstance = "TellInstance";
    public const string TellJournal = "TellJournal";

    public static IReadOnlyList<string> All { get; } = [WriteLater, WritePosition, WriteAccount, TellPosition, TellAccount, TellInstance, TellJournal];
}
