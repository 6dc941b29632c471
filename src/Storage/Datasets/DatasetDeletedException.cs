namespace Trading.Storage.Datasets;

/// <summary>A dataset was deleted before its reader was done with it; a repeat finds nothing either.</summary>
public sealed class DatasetDeletedException : Exception
{
    public DatasetDeletedException()
        : base("The dataset was deleted.")
    {
    }

    public DatasetDeletedException(string message)
        : base(message)
    {
    }

    public DatasetDeletedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
