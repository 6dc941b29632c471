namespace Trading.Grains.Abstractions;

/// <summary>A durable read or write could not be made; nothing was stored, and a repeat may succeed.</summary>
/// <remarks>An Orleans exception, because the runtime wraps every other one that a storage provider throws.</remarks>
[GenerateSerializer, Alias("storage-unavailable")]
public sealed class StorageUnavailableException : OrleansException
{
    public StorageUnavailableException()
        : base("Storage is not available.")
    {
    }

    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
