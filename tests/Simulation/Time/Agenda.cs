namespace Trading.Simulation.Time;

/// <summary>Virtual time and everything that is still to happen in it. Equal times in the order in which they were entered.</summary>
internal sealed class Agenda
{
    private const int NumberBits = 26;

    private readonly PriorityQueue<Action, long> _queue = new();
    private long _number;

    /// <summary>Milliseconds since the run began.</summary>
    public long NowMs { get; private set; }

    public void At(long atMs, Action action) =>
        _queue.Enqueue(action, (Math.Max(atMs, NowMs) << NumberBits) | _number++);

    public void After(long delayMs, Action action) => At(NowMs + delayMs, action);

    public void RunUntil(long endMs)
    {
        while (_queue.TryPeek(out var action, out var key) && key >> NumberBits <= endMs)
        {
            _queue.Dequeue();
            NowMs = key >> NumberBits;
            action();
        }

        NowMs = endMs;
    }
}
