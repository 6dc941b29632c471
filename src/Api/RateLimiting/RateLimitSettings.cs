namespace Trading.Api.RateLimiting;

/// <summary>How fast one caller may ask; a burst may be four seconds' worth.</summary>
/// <param name="UserPerSecond">Requests of one user.</param>
/// <param name="AddressPerSecond">Requests from one address, whoever sends them.</param>
/// <param name="SafetyPerSecond">Cancels, stops and kill switches of one user: a bucket of their own, so that a flood of other requests never blocks them.</param>
public sealed record RateLimitSettings(int UserPerSecond, int AddressPerSecond, int SafetyPerSecond)
{
    public const string Section = "Trading:RateLimits";
    public const int BurstSeconds = 4;

    private const int Max = 1_000_000;

    /// <param name="number">Reads a key within bounds: key, default, minimum, maximum.</param>
    public static RateLimitSettings Read(Func<string, int, int, int, int> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return new RateLimitSettings(
            number($"{Section}:UserPerSecond", 500, 1, Max),
            number($"{Section}:AddressPerSecond", 1_000, 1, Max),
            number($"{Section}:SafetyPerSecond", 200, 1, Max));
    }
}
