using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>
/// A column that stands on samples of a fixed grid of event time. A sample is the state after all events up to its instant and is
/// taken when time first passes it, whether or not anyone asks for the column. An event that says that data were missing until it is
/// believed for the samples that it passes.
/// </summary>
/// <param name="keepMs">Samples further back than this are of no use; a jump in time leaves them out.</param>
/// <param name="isRecoverable">
/// True when nothing but the samples of the last <paramref name="keepMs"/> counts and the history still holds what they read: then
/// they are taken once somebody asks. What a sample could see is still known, unless a point came late.
/// </param>
internal abstract class GridNode(SeriesHistory history, long stepMs, long keepMs, bool isRecoverable = false) : ColumnNode, IBlockwise
{
    private long? _next;

    /// <summary>The samples before the block, still to be taken should anybody ask.</summary>
    private (long Until, long Now, long Limit)? _due;

    protected long GridStepMs => stepMs;

    public void FinishBlock(Block block)
    {
        if (IsFilled(block) || (isRecoverable && !history.HasLatePoints) || (_next is { } next && next >= block.Now[block.Count - 1]))
        {
            return;
        }

        TakeDue();
        for (var row = 0; row < block.Count; row++)
        {
            Pass(block.Now[row], block.Now[row], history.Latest[row]);
        }
    }

    public void AdvanceTo(long until, long nextNow)
    {
        if (isRecoverable)
        {
            // The grid begins with the first event, whenever somebody first asks.
            _next ??= FirstAtOrAfter(until);
            _due = (until, nextNow, history.Recent.Last);
        }
        else
        {
            Pass(until, nextNow, history.Recent.Last);
        }
    }

    protected override void Fill(Block block, Span<double> values)
    {
        BeforeFill(block);
        TakeDue();
        for (var row = 0; row < values.Length; row++)
        {
            var now = block.Now[row];
            Pass(now, now, history.Latest[row]);
            values[row] = ValueAt(now, row);
        }
    }

    protected virtual void BeforeFill(Block block)
    {
        // Most samples are all there is.
    }

    /// <param name="limit">Newest point of the history that the sample may see.</param>
    protected abstract void Take(long time, long limit);

    protected abstract double ValueAt(long now, int row);

    private void TakeDue()
    {
        if (_due is { } due)
        {
            Pass(due.Until, due.Now, due.Limit);
            _due = null;
        }
    }

    /// <param name="now">Reference time of the event that passes them: what it needs no more is left out.</param>
    private void Pass(long until, long now, long limit)
    {
        var next = _next ?? FirstAtOrAfter(until);
        if (next < until)
        {
            next = Math.Max(next, FirstAtOrAfter(now - keepMs));
            for (; next < until; next += stepMs)
            {
                Take(next, limit);
            }
        }

        _next = next;
    }

    private long FirstAtOrAfter(long time)
    {
        var rest = time % stepMs;
        return rest == 0 ? time : time - rest + (rest > 0 ? stepMs : 0);
    }
}
