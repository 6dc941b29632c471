namespace Trading.Storage.Idempotency;

/// <summary>What was answered, so that a repeat gets the same.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Location">The header of a 201 or 202; null when there was none.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

public enum ReserveOutcome
{
    /// <summary>The key is the caller's now: do the work, then complete or release it.</summary>
    Reserved = 0,

    /// <summary>Another request with this key and body is at work, or died in it.</summary>
    InProgress = 1,

    /// <summary>It was answered: repeat the answer.</summary>
    Answered = 2,

    /// <summary>The key was used with another body.</summary>
    OtherBody = 3,
}

/// <param name="Answer">Set when <see cref="ReserveOutcome.Answered"/>.</param>
public sealed record Reservation(ReserveOutcome Outcome, StoredAnswer? Answer);
