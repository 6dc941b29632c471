namespace Trading.Domain.Users;

/// <summary>
/// Slows down guessing: after some free failures each further one doubles the wait, up to a limit that still lets the owner in.
/// A quiet time forgets them.
/// </summary>
/// <param name="Failures">Failures in a row.</param>
/// <param name="BlockedUntil">No attempt is judged before.</param>
/// <param name="LastFailureAt">When the last one was.</param>
public sealed record SignInThrottle(int Failures, DateTimeOffset BlockedUntil, DateTimeOffset LastFailureAt)
{
    public static readonly SignInThrottle Open = new(0, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <returns>How long to wait before the next attempt is judged; null when it may come now.</returns>
    public TimeSpan? RetryAfter(DateTimeOffset now) => now < BlockedUntil ? BlockedUntil - now : null;

    public SignInThrottle Fail(SignInThrottleRule rule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var failures = LastFailureAt + rule.Memory <= now ? 1 : Failures + 1;
        return new SignInThrottle(failures, now + rule.DelayAfter(failures), now);
    }
}
