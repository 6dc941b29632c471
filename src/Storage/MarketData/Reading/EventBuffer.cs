using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Reading;

/// <summary>The arrays of a batch under construction.</summary>
internal sealed class EventBuffer(int capacity, int depthLevels)
{
    public int Capacity { get; } = capacity;

    public int DepthLevels { get; } = depthLevels;

    public MarketEvent[] Events { get; private set; } = new MarketEvent[capacity];

    public BookLevel[]? Levels { get; private set; } = depthLevels == 0 ? null : new BookLevel[capacity * depthLevels];

    public int LevelCount { get; private set; }

    public Span<BookLevel> AddLevels()
    {
        var levels = Levels.AsSpan(LevelCount, DepthLevels);
        LevelCount += DepthLevels;
        return levels;
    }

    public void Begin(bool reuse)
    {
        LevelCount = 0;
        if (!reuse)
        {
            Events = new MarketEvent[Capacity];
            Levels = DepthLevels == 0 ? null : new BookLevel[Capacity * DepthLevels];
        }
    }
}
