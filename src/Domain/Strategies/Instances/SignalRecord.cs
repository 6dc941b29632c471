using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>One signal of an instance and what became of it.</summary>
/// <param name="Number">Counts the instance's signals from 1.</param>
/// <param name="Price">Last price when it was raised.</param>
/// <param name="Outcome">Null while it is open.</param>
/// <param name="OrderId">The entry order that it caused.</param>
[GenerateSerializer, Immutable, Alias("signal-record")]
public sealed record SignalRecord(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] decimal Price,
    [property: Id(3)] SignalOutcome? Outcome,
    [property: Id(4)] string? Reason,
    [property: Id(5)] string? OrderId);

public enum SignalOutcome : byte
{
    Canceled = 0,
    Expired = 1,

    /// <summary>A limit, risk or the symbol's holder refused the entry.</summary>
    Refused = 2,

    /// <summary>The entry order was approved.</summary>
    Entered = 3,
}
