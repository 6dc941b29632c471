using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Results;
using Trading.Storage.Results;

namespace Trading.Grains.Sessions;

/// <summary>What a replayed session has seen of event time.</summary>
/// <param name="Start">Time of the first event.</param>
/// <param name="Marks">First and last mark of each symbol.</param>
internal sealed record ReplaySpan(DateTimeOffset Start, DateTimeOffset End, ImmutableArray<(Symbol Symbol, decimal First, decimal Last)> Marks)
{
    /// <summary>
    /// The points as a replay in one loop makes them. The first is the start's, which every report begins with; that of a whole minute is its
    /// evaluation, before all that happened at that instant; the end's is one only where something changed since the point before.
    /// </summary>
    public static IEnumerable<EquityEntry> EntriesOf(IReadOnlyList<EquityRow> points)
    {
        var count = points.Count;
        while (count > 2 && Same(points[count - 1], points[count - 2]))
        {
            count--;
        }

        for (var index = 1; index < count; index++)
        {
            var (point, before) = (points[index], points[index - 1]);
            var isMinute = point.At.Ticks % TimeSpan.TicksPerMinute == 0 && before.At != point.At;
            yield return new EquityEntry(point.Equity, point.Balance, point.At, isMinute ? EquityCause.Second : EquityCause.Fill);
        }
    }

    private static bool Same(EquityRow point, EquityRow before) =>
        point.At == before.At && point.Equity == before.Equity && point.Balance == before.Balance;
}
