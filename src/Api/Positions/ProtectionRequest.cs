using System.Text.Json;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain;
using Trading.Domain.Positions;

namespace Trading.Api.Positions;

/// <summary>A member left out stays as it is, null removes, a value replaces the strategy's for this position.</summary>
/// <param name="StopPrice">Behind the mark, on the tick.</param>
/// <param name="TakeProfitPrice">Ahead of the mark, on the tick.</param>
/// <param name="TrailingDistancePct">Above 0, at most 100.</param>
public sealed record ProtectionRequest(decimal? StopPrice = null, decimal? TakeProfitPrice = null, double? TrailingDistancePct = null) : IValidated
{
    // Checked before it becomes a decimal, which does not hold every double.
    public IReadOnlyList<ValidationError> Validate() => TrailingDistancePct is { } distance and not (> 0d and <= 100d)
        ? [new("/trailingDistancePct", ProblemCodes.OutOfRange, FormattableString.Invariant($"Must be above 0 and at most 100, found {distance}."))]
        : [];

    /// <param name="given">The body that the request was read from: it alone tells null from absent.</param>
    internal ProtectionPatch ToPatch(JsonElement given) => new(
        Given(given, "stopPrice", StopPrice), Given(given, "takeProfitPrice", TakeProfitPrice),
        Given(given, "trailingDistancePct", (decimal?)TrailingDistancePct));

    private static ProtectionPatchValue? Given(JsonElement body, string member, decimal? value) =>
        body.TryGetProperty(member, out _) ? new ProtectionPatchValue(value) : null;
}

/// <param name="OrderId">Of the closing order.</param>
public sealed record ClosingAnswer(string OrderId);
