using Dapper;

namespace Trading.Storage.Idempotency;

/// <summary>Answers to requests that carried an idempotency key, by scope (user and route) and key.</summary>
public sealed class IdempotencyStore(TradingDatabase database)
{
    /// <summary>Takes the key, or says what became of it. Of parallel calls exactly one reserves. An expired key is as good as unknown.</summary>
    /// <param name="bodyHash">Hash of the canonical body.</param>
    /// <param name="staleBefore">An unanswered reservation older than this is taken over: its holder died.</param>
    public Task<Reservation> ReserveAsync(
        string scope, string key, string bodyHash, DateTimeOffset now, DateTimeOffset expiresAt, DateTimeOffset staleBefore,
        CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var reserved = await connection.ExecuteAsync(
                    """
                    INSERT INTO idempotency_keys (scope, key, body_hash, status, content_type, location, body, created_at, expires_at)
                    VALUES (@scope, @key, @bodyHash, NULL, NULL, NULL, NULL, @now, @expiresAt)
                    ON CONFLICT (scope, key) DO UPDATE SET
                        body_hash = excluded.body_hash, status = NULL, content_type = NULL, location = NULL, body = NULL,
                        created_at = excluded.created_at, expires_at = excluded.expires_at
                    WHERE idempotency_keys.expires_at <= excluded.created_at
                       OR (idempotency_keys.status IS NULL AND idempotency_keys.body_hash = excluded.body_hash AND idempotency_keys.created_at < @staleBefore)
                    """,
                    new { scope, key, bodyHash, now, expiresAt, staleBefore });
                if (reserved == 1)
                {
                    return new Reservation(ReserveOutcome.Reserved, Answer: null);
                }

                var row = await connection.QuerySingleAsync<KeyRow>(
                    """
                    SELECT body_hash AS "BodyHash", status AS "Status", content_type AS "ContentType", location AS "Location", body AS "Body"
                    FROM idempotency_keys WHERE scope = @scope AND key = @key
                    """,
                    new { scope, key });
                return row switch
                {
                    _ when row.BodyHash != bodyHash => new Reservation(ReserveOutcome.OtherBody, Answer: null),
                    { Status: { } status } => new Reservation(
                        ReserveOutcome.Answered, new StoredAnswer(status, row.ContentType, row.Location, row.Body ?? [])),
                    _ => new Reservation(ReserveOutcome.InProgress, Answer: null),
                };
            },
            cancellationToken);

    /// <summary>Keeps the answer for the repeats. The first answer stands.</summary>
    public Task CompleteAsync(string scope, string key, string bodyHash, StoredAnswer answer, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync(
            """
            UPDATE idempotency_keys SET status = @status, content_type = @contentType, location = @location, body = @body
            WHERE scope = @scope AND key = @key AND body_hash = @bodyHash AND status IS NULL
            """,
            new { scope, key, bodyHash, status = (long)answer.Status, contentType = answer.ContentType, location = answer.Location, body = answer.Body },
            cancellationToken);

    /// <summary>Gives the key back after a failure that a repeat may overcome.</summary>
    public Task ReleaseAsync(string scope, string key, string bodyHash, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync(
            "DELETE FROM idempotency_keys WHERE scope = @scope AND key = @key AND body_hash = @bodyHash AND status IS NULL",
            new { scope, key, bodyHash },
            cancellationToken);

    /// <returns>Keys removed.</returns>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync("DELETE FROM idempotency_keys WHERE expires_at <= @now", new { now }, cancellationToken);

    private sealed record KeyRow(string BodyHash, int? Status, string? ContentType, string? Location, byte[]? Body);
}
