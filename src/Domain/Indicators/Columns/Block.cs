using System.Runtime.CompilerServices;
using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators.Columns;

/// <summary>The events being evaluated, and what every column needs of them.</summary>
internal sealed class Block
{
    public const long SecondMs = 1000;

    private readonly MarketEvent[] _kept = new MarketEvent[IndicatorSet.BlockSizeMax];
    private MarketBatch? _batch;
    private bool _isKept;
    private int _offset;
    private MarketEvent _bookBefore;

    /// <summary>Rises with every block; columns remember which one they stand for.</summary>
    public long Number { get; private set; }

    /// <summary>Events of all blocks before this one.</summary>
    public long RowsBefore { get; private set; }

    public int Count { get; private set; }

    /// <summary>Reference time after each event, Unix ms.</summary>
    public long[] Now { get; } = new long[IndicatorSet.BlockSizeMax];

    /// <summary>Row of the newest book event as of each event; <see cref="BookCarried"/> or <see cref="BookUnknown"/> where there is none.</summary>
    public int[] BookRow { get; } = new int[IndicatorSet.BlockSizeMax];

    /// <summary>The newest book event lies in an earlier block.</summary>
    public const int BookCarried = -1;

    /// <summary>No book event yet, or none since a gap.</summary>
    public const int BookUnknown = -2;

    /// <summary>What <see cref="BookRow"/> is before the first row of the block.</summary>
    public int BookRowBefore { get; private set; } = BookUnknown;

    public ReadOnlySpan<MarketEvent> Events => _isKept ? _kept.AsSpan(0, Count) : _batch is null ? default : _batch.Events.Slice(_offset, Count);

    public void Begin(MarketBatch batch, int offset, int count)
    {
        RememberBook();
        RowsBefore += Count;
        Number++;
        (_batch, _offset, Count, _isKept) = (batch, offset, count, false);
    }

    /// <summary>Stands on events of its own from now on: those of the batch are about to be overwritten.</summary>
    public void Keep()
    {
        if (!_isKept)
        {
            Events.CopyTo(_kept);
            _isKept = true;
        }
    }

    public ref readonly MarketEvent Book(int bookRow) => ref bookRow < 0 ? ref _bookBefore : ref Events[bookRow];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorSecond(long timeMs)
    {
        var rest = timeMs % SecondMs;
        return timeMs - rest - (rest < 0 ? SecondMs : 0);
    }

    public static long CeilingSecond(long timeMs) => FloorSecond(timeMs + SecondMs - 1);

    private void RememberBook()
    {
        if (Count == 0)
        {
            return;
        }

        var row = BookRow[Count - 1];
        if (row >= 0)
        {
            _bookBefore = Events[row];
            row = BookCarried;
        }

        BookRowBefore = row;
    }
}
