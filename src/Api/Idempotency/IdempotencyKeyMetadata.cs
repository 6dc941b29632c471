namespace Trading.Api.Idempotency;

/// <summary>An endpoint that takes an <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotencyKeyMetadata(bool IsRequired);

internal static class IdempotencyExtensions
{
    /// <summary>Takes a key when the client sends one.</summary>
    public static TBuilder TakesIdempotencyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new IdempotencyKeyMetadata(IsRequired: false));

    /// <summary>Refuses a request without a key: a retry after a lost answer must not act twice.</summary>
    public static TBuilder RequiresIdempotencyKey<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new IdempotencyKeyMetadata(IsRequired: true));
}
