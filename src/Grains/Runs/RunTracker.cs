using Trading.Backtest;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Grains.Runs;

/// <summary>How far a run is, as its reporter tells it.</summary>
internal sealed class RunTracker
{
    private long _total;

    public ReplayControl Control { get; } = new();

    /// <summary>Market events of the whole dataset; 0 until known.</summary>
    public long Total
    {
        get => Volatile.Read(ref _total);
        set => Volatile.Write(ref _total, value);
    }

    public SessionProgress Progress(TimeSpan elapsed, bool isOver)
    {
        var events = Control.Events;
        var pace = elapsed > TimeSpan.Zero ? events / elapsed.TotalSeconds : 0;
        var percent = isOver && Control.StopRequested is null ? 100 : Total == 0 ? 0 : Math.Min(100, 100.0 * events / Total);
        var remaining = isOver ? 0 : pace > 0 && Total > 0 ? Math.Max(0, Total - events) / pace : (double?)null;
        return new SessionProgress(Math.Round(percent, 2), events, Math.Round(pace), Control.EventTime, remaining is { } seconds ? Math.Round(seconds, 1) : null);
    }
}
