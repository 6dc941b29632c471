using Dapper;

namespace Trading.Storage.Idempotency;

/// <summary>Answers to requests that carried an idempotency key, by scope (user and route) and key.</summary>
public sealed class IdempotencyStore(TradingDatabase database)
{
    private const string OfClaim = "scope = @Scope AND key = @Key AND holder = @Holder AND status IS NULL";

    /// <summary>Takes the key, or says what became of it. Of parallel calls exactly one reserves. An expired key is as good as unknown.</summary>
    /// <param name="heldUntil">The end of the lease: an unanswered reservation that is not renewed until then may be taken over, by the same body only.</param>
    /// <param name="expiresAt">When an answer is forgotten.</param>
    public Task<Reservation> ReserveAsync(
        IdempotencyClaim claim, DateTimeOffset now, DateTimeOffset heldUntil, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        database.WriteSharedAsync(
            async connection =>
            {
                var reserved = await connection.ExecuteAsync(
                    """
                    INSERT INTO idempotency_keys (scope, key, body_hash, status, content_type, location, body, created_at, expires_at, holder, held_until)
                    VALUES (@Scope, @Key, @BodyHash, NULL, NULL, NULL, NULL, @now, @expiresAt, @Holder, @heldUntil)
                    ON CONFLICT (scope, key) DO UPDATE SET
                        body_hash = excluded.body_hash, status = NULL, content_type = NULL, location = NULL, body = NULL,
                        created_at = excluded.created_at, expires_at = excluded.expires_at, holder = excluded.holder, held_until = excluded.held_until
                    WHERE idempotency_keys.expires_at <= excluded.created_at
                       OR (idempotency_keys.status IS NULL AND idempotency_keys.body_hash = excluded.body_hash
                           AND COALESCE(idempotency_keys.held_until, 0) <= excluded.created_at)
                    """,
                    new { claim.Scope, claim.Key, claim.BodyHash, claim.Holder, now, heldUntil, expiresAt });
                if (reserved == 1)
                {
                    return new Reservation(ReserveOutcome.Reserved, Answer: null);
                }

                var row = await connection.QuerySingleAsync<KeyRow>(
                    """
                    SELECT body_hash AS "BodyHash", status AS "Status", content_type AS "ContentType", location AS "Location", body AS "Body"
                    FROM idempotency_keys WHERE scope = @Scope AND key = @Key
                    """,
                    new { claim.Scope, claim.Key });
                return row switch
                {
                    _ when row.BodyHash != claim.BodyHash => new Reservation(ReserveOutcome.OtherBody, Answer: null),
                    { Status: { } status } => new Reservation(
                        ReserveOutcome.Answered, new StoredAnswer(status, row.ContentType, row.Location, row.Body ?? [])),
                    _ => new Reservation(ReserveOutcome.InProgress, Answer: null),
                };
            },
            cancellationToken);

    /// <summary>Moves the end of the lease on.</summary>
    /// <returns>False when the key is not the claim's any more: it was answered, released or taken over.</returns>
    public async Task<bool> RenewAsync(IdempotencyClaim claim, DateTimeOffset heldUntil, CancellationToken cancellationToken = default) =>
        await database.ExecuteSharedAsync(
            $"UPDATE idempotency_keys SET held_until = @heldUntil WHERE {OfClaim}",
            new { claim.Scope, claim.Key, claim.Holder, heldUntil },
            cancellationToken) == 1;

    /// <summary>Keeps the answer for the repeats, unless the key was taken over: then whoever has it answers. The first answer stands.</summary>
    public Task CompleteAsync(IdempotencyClaim claim, StoredAnswer answer, CancellationToken cancellationToken = default) =>
        database.ExecuteSharedAsync(
            $"UPDATE idempotency_keys SET status = @status, content_type = @contentType, location = @location, body = @body WHERE {OfClaim}",
            new
            {
                claim.Scope,
                claim.Key,
                claim.Holder,
                status = (long)answer.Status,
                contentType = answer.ContentType,
                location = answer.Location,
                body = answer.Body,
            },
            cancellationToken);

    /// <summary>Gives the key back after a failure that a repeat may overcome.</summary>
    public Task ReleaseAsync(IdempotencyClaim claim, CancellationToken cancellationToken = default) =>
        database.ExecuteSharedAsync($"DELETE FROM idempotency_keys WHERE {OfClaim}", new { claim.Scope, claim.Key, claim.Holder }, cancellationToken);

    /// <returns>Keys removed.</returns>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync("DELETE FROM idempotency_keys WHERE expires_at <= @now", new { now }, cancellationToken);

    private sealed record KeyRow(string BodyHash, int? Status, string? ContentType, string? Location, byte[]? Body);
}
