namespace Trading.Grains.Storage;

/// <summary>
/// Names of persisted states. The row key is (service, state name, key) without the grain's class, so a name belongs to one grain for ever.
/// </summary>
internal static class StateNames
{
    public const string Account = "account";
    public const string Instance = "instance";
    public const string Market = "market";
    public const string Order = "order";
    public const string Position = "position";
    public const string Session = "session";
    public const string StrategyCatalogue = "strategy-catalogue";
    public const string StrategyVersions = "strategy-versions";
    public const string User = "user";
    public const string UserDirectory = "user-directory";
    public const string Venue = "venue";
}
