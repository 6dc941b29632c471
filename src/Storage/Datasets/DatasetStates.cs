namespace Trading.Storage.Datasets;

/// <summary>States of a dataset and of an import, as stored and as the API shows them.</summary>
public static class DatasetStates
{
    public const string Importing = "importing";
    public const string Ready = "ready";
    public const string Failed = "failed";
}
