using System.Threading.Channels;

namespace Trading.ExchangeSimulator.Pushes;

/// <summary>One push connection of an account. One that does not read fast enough is dropped, as a venue would.</summary>
internal sealed class Subscriber : IDisposable
{
    private const int QueueMax = 10_000;

    private readonly Channel<string> _queue = Channel.CreateBounded<string>(new BoundedChannelOptions(QueueMax) { SingleReader = true });
    private readonly CancellationTokenSource _dropped = new();

    public ChannelReader<string> Reports => _queue.Reader;

    /// <summary>The connection is to be broken, whatever is still queued.</summary>
    public CancellationToken Dropped => _dropped.Token;

    public void Push(string report)
    {
        if (!_queue.Writer.TryWrite(report))
        {
            Drop();
        }
    }

    public void Drop() => _dropped.Cancel();

    public void Dispose() => _dropped.Dispose();
}
