namespace Trading.Api.Problems;

/// <summary>The codes of problems that clients branch on; those of validation and risk come from the domain.</summary>
public static class ProblemCodes
{
    public const string Conflict = "conflict";
    public const string Forbidden = "forbidden";
    public const string IdempotencyKeyRequired = "idempotency_key_required";
    public const string IdempotencyKeyReused = "idempotency_key_reused";
    public const string InternalError = "internal_error";
    public const string Malformed = "malformed";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string NotFound = "not_found";
    public const string OutOfRange = "out_of_range";
    public const string PreconditionFailed = "precondition_failed";
    public const string RateLimited = "rate_limited";
    public const string Required = "required";
    public const string SessionNotRunning = "session_not_running";
    public const string SymbolLeased = "symbol_leased";
    public const string StorageUnavailable = "storage_unavailable";
    public const string TooLarge = "too_large";
    public const string Unauthenticated = "unauthenticated";
    public const string UnknownField = "unknown_field";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string Unavailable = "unavailable";

    /// <summary>The code of an answer that has only a status.</summary>
    public static string Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => Forbidden,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status409Conflict => Conflict,
        StatusCodes.Status412PreconditionFailed => PreconditionFailed,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => RateLimited,
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        >= StatusCodes.Status500InternalServerError => InternalError,
        _ => Malformed,
    };
}
