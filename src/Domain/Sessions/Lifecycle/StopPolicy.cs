namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>What a stop does to what is open.</summary>
public enum StopPolicy : byte
{
    /// <summary>Cancel entries, keep positions with their protective orders.</summary>
    Cancel = 0,

    /// <summary>Working entries live until their deadline; what they fill gets its protective stop.</summary>
    Keep = 1,

    /// <summary>Cancel entries and close positions at market.</summary>
    Close = 2,
}
