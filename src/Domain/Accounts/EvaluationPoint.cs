using Orleans;

namespace Trading.Domain.Accounts;

/// <summary>An instant of event time at which a replay clock has equity evaluated; each is later than the one before.</summary>
/// <param name="TimeMs">Unix ms.</param>
/// <param name="Report">The venue's report behind which it is, counted over the venue's life; 0 for a whole second, which comes before what is reported of it.</param>
[GenerateSerializer, Immutable, Alias("evaluation-point")]
public readonly record struct EvaluationPoint([property: Id(0)] long TimeMs, [property: Id(1)] long Report)
{
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(TimeMs);

    public bool IsAfter(EvaluationPoint other) => TimeMs != other.TimeMs ? TimeMs > other.TimeMs : Report > other.Report;
}
