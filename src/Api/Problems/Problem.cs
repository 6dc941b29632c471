using Trading.Domain;

namespace Trading.Api.Problems;

/// <summary>Makes the problems that endpoints answer with.</summary>
public static class Problem
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(1);

    /// <summary>Also for what belongs to another: whether it exists is not told.</summary>
    /// <param name="detail">Names what was looked for.</param>
    public static ProblemResult NotFound(string detail) => new(StatusCodes.Status404NotFound, ProblemCodes.NotFound, detail);

    /// <summary>Also for what belongs to another: whether it exists is not told.</summary>
    /// <param name="kind">What was looked for, such as <c>session</c>.</param>
    /// <param name="name">The id or name that the request gave.</param>
    public static ProblemResult NotFound(string kind, string name) => NotFound($"There is no {kind} {InputText.Quote(name)}.");

    public static ProblemResult Conflict(string detail, string code = ProblemCodes.Conflict) => new(StatusCodes.Status409Conflict, code, detail);

    /// <summary>409: what breaks no rule, and cannot be done as things stand.</summary>
    public static ProblemResult Conflict(params IReadOnlyList<ValidationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new ProblemResult(StatusCodes.Status409Conflict, errors[0].Code, errors[0].Detail, errors);
    }

    public static ProblemResult Forbidden(string detail) => new(StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, detail);

    public static ProblemResult Unauthenticated(string detail) => new(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, detail);

    /// <summary>400: what cannot be read.</summary>
    public static ProblemResult Malformed(string pointer, string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.Malformed, detail, [new ValidationError(pointer, ProblemCodes.Malformed, detail)]);

    /// <summary>422: what can be read and breaks a rule.</summary>
    public static ProblemResult Invalid(params IReadOnlyList<ValidationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return new ProblemResult(StatusCodes.Status422UnprocessableEntity, errors[0].Code, errors[0].Detail, errors);
    }

    public static ProblemResult Invalid(string pointer, string code, string detail) => Invalid(new ValidationError(pointer, code, detail));

    /// <summary>412: the <c>If-Match</c> of the request is not the version that is stored.</summary>
    public static ProblemResult Stale() =>
        new(StatusCodes.Status412PreconditionFailed, ProblemCodes.PreconditionFailed, "It was changed since it was read: read it again.");

    public static ProblemResult TooMany(TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, ProblemCodes.RateLimited, "Too many requests: wait as long as Retry-After says.", RetryAfter: retryAfter);

    /// <summary>503: a durable write could not be made.</summary>
    public static ProblemResult StorageUnavailable() => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.StorageUnavailable, "Nothing was stored: storage is not available.", RetryAfter: StorageRetry);

    public static ProblemResult Unavailable() => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "The cluster did not answer in time; whether the request took effect is not known.", RetryAfter: StorageRetry);
}
