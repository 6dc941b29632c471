namespace Trading.Api.Idempotency;

/// <summary>An endpoint that takes an <c>Idempotency-Key</c>.</summary>
/// <param name="BodyOf">What says in JSON what the body says, for a body that is no JSON; null for one that is.</param>
internal sealed record IdempotencyKeyMetadata(bool IsRequired, Func<HttpContext, ValueTask<ReadOnlyMemory<byte>>>? BodyOf = null);

internal static class IdempotencyExtensions
{
    /// <summary>Takes a key when the client sends one.</summary>
    /// <param name="bodyOf">For a body that is no JSON: what says the same in JSON. It may read the body once, and keeps it for the endpoint.</param>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder endpoint, Func<HttpContext, ValueTask<ReadOnlyMemory<byte>>>? bodyOf = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new IdempotencyKeyMetadata(IsRequired: false, bodyOf));

    /// <summary>Refuses a request without a key: a retry after a lost answer must not act twice.</summary>
    public static TBuilder RequiresIdempotencyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new IdempotencyKeyMetadata(IsRequired: true));
}
