namespace Trading.ExchangeSimulator.Faults;

/// <summary>When a fault happens and how: the body of POST /faults. One of <c>probability</c> and <c>next</c>.</summary>
internal sealed record FaultRule
{
    public required string Kind { get; init; }

    /// <summary>Share of the opportunities, 0–1, drawn from the seed.</summary>
    public double Probability { get; init; }

    /// <summary>The next so many opportunities.</summary>
    public int Next { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Only of this account; null for all.</summary>
    public string? Account { get; init; }

    /// <summary>Of a fault of a request: <c>submit</c>, <c>cancel</c> or <c>query</c>; null for all that it can befall.</summary>
    public string? On { get; init; }

    public int DelayMs { get; init; } = 1_000;

    public int LagMs { get; init; } = 1_000;

    public int RetryAfterMs { get; init; } = 1_000;

    /// <summary>Code of a refusal; null for one of the kind.</summary>
    public string? Code { get; init; }

    /// <summary>The request is processed all the same.</summary>
    public bool Applied { get; init; }

    /// <summary>Two rules of one key replace each other.</summary>
    public string Key() => $"{Kind}:{Account}:{On}";

    /// <summary>Why the rule cannot be; null when it can.</summary>
    public string? Fault() => this switch
    {
        _ when !FaultKinds.Drawn.Contains(Kind) => $"There is no fault '{Kind}'; there are {string.Join(", ", FaultKinds.Drawn.Order(StringComparer.Ordinal))}.",
        { Probability: < 0 or > 1 or double.NaN } => $"A probability is 0 to 1, found {Probability}.",
        { Next: < 0 } or { DelayMs: < 0 } or { LagMs: < 0 or > 10_000 } or { RetryAfterMs: < 0 } => "Counts and times are not negative, and a lag is at most 10 s.",
        { On: not (null or "submit" or "cancel" or "query") } => $"A request is submit, cancel or query, found '{On}'.",
        _ => null,
    };
}
