namespace Trading.Exchanges.Remote;

/// <summary>How the platform talks to a paper venue in another process.</summary>
public sealed record RemoteVenueOptions
{
    /// <summary>Where it listens, <c>http://127.0.0.1:5090</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>How old a submission may be when it reaches the venue; as the order protocol of this venue has it.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for an answer; after it the outcome is not known.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Longest wait for a connection.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A stream that is silent for so long is broken; the venue says a word every 5 s.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(15);
}
