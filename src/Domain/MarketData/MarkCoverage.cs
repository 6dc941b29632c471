using System.Globalization;
using Trading.Domain.Risk;

namespace Trading.Domain.MarketData;

/// <summary>Whether the recorded marks go along with the trading that is replayed.</summary>
public static class MarkCoverage
{
    public const string Incomplete = "mark_incomplete";

    /// <summary>Shorter stretches without a mark are how marks are published.</summary>
    private const long ToleranceMsMin = 60_000;

    /// <summary>
    /// A warning when marks are recorded, but begin later or end earlier than the trading by more than twice their usual spacing and a
    /// minute: until the first there is no mark, and no entry without one; after the last it stands still, and a stop on it cannot trigger.
    /// </summary>
    /// <param name="pointer">Of the symbol in the request.</param>
    /// <returns>Null when there is nothing to warn of.</returns>
    public static ValidationError? Warn(DatasetSymbol recorded, string pointer)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.Find(SeriesKind.Mark) is not { } mark)
        {
            return null;
        }

        var tolerance = Math.Max(ToleranceMsMin, 2 * mark.Quality.UsualSpacingMs);
        var isLate = mark.FromMs - recorded.FromMs > tolerance;
        var isEarly = recorded.ToMs - mark.ToMs > tolerance;
        if (!isLate && !isEarly)
        {
            return null;
        }

        string[] consequences =
        [
            .. isLate ? [$"until the first there is no mark, and entries are rejected ({RiskReason.NoPrice})"] : Array.Empty<string>(),
            .. isEarly ? ["after the last the mark stands still, and stops on it cannot trigger"] : Array.Empty<string>(),
        ];
        return new ValidationError(
            pointer, Incomplete,
            $"{recorded.Symbol}: marks are recorded from {Text(mark.FromMs)} to {Text(mark.ToMs)}, trading from {Text(recorded.FromMs)} to "
            + $"{Text(recorded.ToMs)}; {string.Join("; ", consequences)}.");
    }

    private static string Text(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
