using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Computes an instance's own indicators over a range of a block. Decimal until the last step: the one crossing to double.</summary>
internal sealed class OwnIndicators
{
    private const long DayMs = 86_400_000;
    private const decimal Percent = 100m;

    /// <summary>The last figure and what it was computed from: most events do not move the mark.</summary>
    private (decimal Mark, decimal EntryPrice, int Sign, double Value) _pnl;

    /// <param name="position">The instance's own position; flat before its entry has filled.</param>
    public void Fill(
        InstanceIndicator indicator, BlockColumns columns, int from, int to, InstanceState state, in PositionView position, decimal dayStartEquity)
    {
        var column = columns.Own(indicator);
        switch (indicator)
        {
            case InstanceIndicator.SignalAge:
                FillAge(column, columns, from, to, HasSignal(state.Status) ? state.SignaledAt : null);
                break;
            case InstanceIndicator.PositionAge:
                FillAge(column, columns, from, to, position.IsFlat ? null : position.OpenedAt);
                break;
            case InstanceIndicator.UnrealizedPnlPct:
                column.AsSpan(from, to - from).Fill(UnrealizedPnlPct(position));
                break;
            case InstanceIndicator.ReturnOnMarginPct:
                column.AsSpan(from, to - from).Fill(UnrealizedPnlPct(position) * position.Leverage);
                break;
            default:
                FillByDay(indicator, column, columns, from, to, state.Counters, position, dayStartEquity);
                break;
        }
    }

    private static bool HasSignal(InstanceStatus status) =>
        status is InstanceStatus.Signaled or InstanceStatus.Entering or InstanceStatus.InPosition or InstanceStatus.Exiting;

    private static void FillAge(double[] column, BlockColumns columns, int from, int to, DateTimeOffset? since)
    {
        var startMs = since?.ToUnixTimeMilliseconds();
        for (var i = from; i < to; i++)
        {
            column[i] = startMs is { } start ? (columns.TimeMs(i) - start) / 1000d : double.NaN;
        }
    }

    private double UnrealizedPnlPct(in PositionView position)
    {
        if (position.IsFlat || position.EntryPrice <= 0m || position.Mark <= 0m)
        {
            return double.NaN;
        }

        var sign = Math.Sign(position.Quantity);
        if (_pnl.Mark != position.Mark || _pnl.EntryPrice != position.EntryPrice || _pnl.Sign != sign)
        {
            var pct = Percent * sign * (position.Mark - position.EntryPrice) / position.EntryPrice;
            _pnl = (position.Mark, position.EntryPrice, sign, (double)pct);
        }

        return _pnl.Value;
    }

    /// <summary>Counters depend on the UTC day alone: one value for each day that the range touches.</summary>
    private static void FillByDay(
        InstanceIndicator indicator, double[] column, BlockColumns columns, int from, int to, InstanceCounters counters,
        in PositionView position, decimal dayStartEquity)
    {
        while (from < to)
        {
            var dayStartMs = columns.TimeMs(from) / DayMs * DayMs;
            var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(dayStartMs).UtcDateTime);
            var end = columns.FirstAt(dayStartMs + DayMs, from, to);
            var value = indicator switch
            {
                InstanceIndicator.ConsecutiveLosses => counters.LossesOn(day),
                InstanceIndicator.TradesToday => counters.TradesOn(day),
                InstanceIndicator.DailyPnlPct => DailyPnlPct(counters.NetOn(day), position, dayStartEquity),
                _ => throw new InvariantException($"Instance indicator {indicator} is unknown."),
            };
            column.AsSpan(from, end - from).Fill(value);
            from = end;
        }
    }

    private static double DailyPnlPct(decimal net, in PositionView position, decimal dayStartEquity) => dayStartEquity <= 0m
        ? double.NaN
        : (double)(Percent * (net + (position.Quantity * (position.Mark - position.EntryPrice))) / dayStartEquity);
}
