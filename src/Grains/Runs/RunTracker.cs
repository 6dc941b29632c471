using Trading.Backtest;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Grains.Runs;

/// <summary>How far a run is, as its reporter tells it.</summary>
/// <param name="stopFrom">See <see cref="ReplayControl.StopFrom"/>.</param>
internal sealed class RunTracker(DateTimeOffset? stopFrom)
{
    private const double Whole = 100;

    private long _total;
    private long _durationTicks;

    public ReplayControl Control { get; } = new() { StopFrom = stopFrom };

    /// <summary>Market events of the whole dataset; 0 until known.</summary>
    public long Total
    {
        get => Volatile.Read(ref _total);
        set => Volatile.Write(ref _total, value);
    }

    /// <summary>Event time after which the run ends by itself; null when only the data end it.</summary>
    public TimeSpan? Duration
    {
        get => Volatile.Read(ref _durationTicks) is var ticks and > 0 ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _durationTicks, value?.Ticks ?? 0);
    }

    public SessionProgress Progress(TimeSpan elapsed, bool isOver)
    {
        var events = Control.Events;
        var pace = elapsed > TimeSpan.Zero ? events / elapsed.TotalSeconds : 0;
        var percent = isOver && Control.StopRequested is null ? Whole : Math.Min(Whole, Math.Max(OfEvents(events), OfDuration()));
        double? remaining = isOver ? 0 : percent > 0 && elapsed > TimeSpan.Zero ? elapsed.TotalSeconds * (Whole - percent) / percent : null;
        return new SessionProgress(
            Math.Round(percent, 2), events, Math.Round(pace), Control.EventTime, remaining is { } seconds ? Math.Round(seconds, 1) : null);
    }

    private double OfEvents(long events) => Total == 0 ? 0 : Whole * events / Total;

    private double OfDuration() => Duration is { } duration && Control.StartTime is { } start && Control.EventTime is { } reached
        ? Whole * (reached - start) / duration
        : 0;
}
