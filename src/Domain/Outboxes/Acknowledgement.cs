namespace Trading.Domain.Outboxes;

/// <summary>What a receiver tells a sender once what it was told is durable.</summary>
/// <param name="To">Key of the sender.</param>
/// <param name="UpTo">Last sequence of the sender's outbox that the receiver has.</param>
public readonly record struct Acknowledgement(string To, long UpTo);
