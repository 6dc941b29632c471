using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>
/// Moments of a queue. Nothing is ever subtracted, so nothing drifts: the older part is kept as merged suffixes, the newer as one
/// running merge, and when the older part is used up the newer becomes it. Each value is merged twice in its life.
/// </summary>
internal sealed class SlidingMoments
{
    private readonly RingQueue<Moments> _suffixes = new();
    private readonly RingQueue<double> _newer = new();
    private Moments _newerMoments;

    public int Count => _suffixes.Count + _newer.Count;

    public Moments Moments => _suffixes.Count > 0 ? Moments.Merge(_suffixes.Front, _newerMoments) : _newerMoments;

    public void Push(double value)
    {
        _newer.PushBack(value);
        _newerMoments = Moments.Merge(_newerMoments, Moments.Of(value));
    }

    public void Pop()
    {
        if (_suffixes.Count == 0)
        {
            Turn();
        }

        _suffixes.PopFront();
    }

    private void Turn()
    {
        var suffix = default(Moments);
        for (var index = 0; index < _newer.Count; index++)
        {
            _suffixes.PushBack(default);
        }

        for (var index = _newer.Count - 1; index >= 0; index--)
        {
            suffix = Moments.Merge(Moments.Of(_newer[index]), suffix);
            _suffixes[index] = suffix;
        }

        _newer.Clear();
        _newerMoments = default;
    }
}
