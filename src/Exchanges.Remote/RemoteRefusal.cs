namespace Trading.Exchanges.Remote;

/// <summary>A refusal whose code the table lists, and what it means.</summary>
internal sealed record RemoteRefusal<T>(T? Answer);
