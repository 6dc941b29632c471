namespace Trading.Domain.Users;

/// <summary>How much guessing is borne before waiting starts, and how the wait grows.</summary>
/// <param name="FreeFailures">Failures that cost no wait.</param>
/// <param name="FirstDelay">Wait after the first failure that is not free.</param>
/// <param name="DelayMax">The longest wait.</param>
/// <param name="Memory">A quiet time after which failures are forgotten.</param>
public sealed record SignInThrottleRule(int FreeFailures, TimeSpan FirstDelay, TimeSpan DelayMax, TimeSpan Memory)
{
    private const int DoublingsMax = 16;

    /// <summary>One account, from wherever the attempts come.</summary>
    public static readonly SignInThrottleRule PerAccount = new(5, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));

    /// <summary>One address, whichever accounts it tries; looser, because many users may share it.</summary>
    public static readonly SignInThrottleRule PerAddress = new(50, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));

    public TimeSpan DelayAfter(int failures)
    {
        if (failures <= FreeFailures)
        {
            return TimeSpan.Zero;
        }

        var delay = FirstDelay * (1L << Math.Min(failures - FreeFailures - 1, DoublingsMax));
        return delay < DelayMax ? delay : DelayMax;
    }
}
