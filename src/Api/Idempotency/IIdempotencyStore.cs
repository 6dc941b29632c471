namespace Trading.Api.Idempotency;

/// <param name="Scope">User and route.</param>
public sealed record IdempotencyKey(string Scope, string Key);

/// <summary>What was answered, as far as a repetition has to give it again.</summary>
public sealed record IdempotentAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body);

/// <param name="IsMine">The caller runs the request, and completes or releases the key.</param>
/// <param name="BodyHash">Of the request that holds the key.</param>
/// <param name="Answer">Null while that request runs.</param>
public sealed record IdempotencyClaim(bool IsMine, string BodyHash, IdempotentAnswer? Answer);

/// <summary>Where keys and answers are kept.</summary>
public interface IIdempotencyStore
{
    /// <summary>Takes the key unless somebody has it. Of claims at once exactly one is the caller's own.</summary>
    /// <param name="abandonedBefore">A claim older than this without an answer is taken over.</param>
    Task<IdempotencyClaim> ClaimAsync(
        IdempotencyKey key, string bodyHash, DateTimeOffset now, DateTimeOffset expiresAt, DateTimeOffset abandonedBefore, CancellationToken cancellation);

    /// <summary>Keeps the answer; durable when the task completes.</summary>
    Task CompleteAsync(IdempotencyKey key, IdempotentAnswer answer, CancellationToken cancellation);

    /// <summary>Gives the key back: the request left nothing behind.</summary>
    Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellation);
}
