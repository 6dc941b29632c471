using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Benchmarks.Markets;

/// <summary>How old the oldest event of each batch was when an instance had worked through it.</summary>
internal sealed class QueueWatch : IIncomingGrainCallFilter
{
    private const int AgeMsMax = 60_000;

    private readonly long[] _ages = new long[AgeMsMax + 1];

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var batch = context.Grain is IStrategyGrain && context.MethodName is nameof(IStrategyGrain.Take) ? context.Request.GetArgument(1) as MarketBatch : null;
        await context.Invoke();
        if (batch is not null)
        {
            var ageMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - batch.Events[0].TimeMs;
            Interlocked.Increment(ref _ages[Math.Clamp(ageMs, 0, AgeMsMax)]);
        }
    }

    public void Clear() => Array.Clear(_ages);

    /// <returns>Batches, and the ages in ms of the middle one, of all but one in a hundred, and of the oldest.</returns>
    public (long Count, int Middle, int Most, int Oldest) Read()
    {
        var count = _ages.Sum();
        return (count, At(count / 2), At(count * 99 / 100), Array.FindLastIndex(_ages, number => number > 0));
    }

    private int At(long rank)
    {
        var seen = 0L;
        return Array.FindIndex(_ages, number => (seen += number) > rank);
    }
}
