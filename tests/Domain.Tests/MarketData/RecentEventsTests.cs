using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class RecentEventsTests
{
    private readonly RecentEvents _events = new(next: 100);

    [Fact]
    public void Reader_gets_what_waits_in_one_batch_and_then_the_rest()
    {
        Add(1, 2);
        Add(3);
        Add(4, 5, 6);

        var read = _events.Read(100, _events.Next, countMax: 3);

        Assert.Equal(100, read!.Value.First);
        Assert.Equal([1L, 2, 3], Times(read.Value.Batch));
        Assert.Equal([4L, 5, 6], Times(_events.Read(103, _events.Next, countMax: 3)!.Value.Batch));
        Assert.Null(_events.Read(106, _events.Next, countMax: 3));
    }

    [Fact]
    public void Joined_books_keep_their_deeper_levels()
    {
        for (var number = 1; number <= 3; number++)
        {
            var book = new MarketEvent { TimeMs = number, Kind = MarketEventKind.Book, DepthIndex = 0 };
            _events.Add(new MarketBatch(Symbol.Parse("BTC_USDT"), 2, 1, [book], 1, [new BookLevel { BidPrice = number }], 1));
        }

        var joined = _events.Read(100, _events.Next, countMax: 10)!.Value.Batch;

        Assert.Equal([1L, 2, 3], Enumerable.Range(0, 3).Select(index => joined.DepthOf(in joined.Events[index])[0].BidPrice));
    }

    [Fact]
    public void Nobody_reads_beyond_what_is_for_him()
    {
        Add(1, 2);
        Add(3);

        Assert.Equal([1L, 2], Times(_events.Read(100, end: 102, countMax: 10)!.Value.Batch));
        Assert.Null(_events.Read(102, end: 102, countMax: 10));
    }

    [Fact]
    public void Late_reader_begins_with_what_is_left()
    {
        Add(1, 2);
        Add(3, 4);
        Add(5);
        _events.Trim(beforeMs: 3);

        var read = _events.Read(100, _events.Next, countMax: 10);

        Assert.Equal((102, 102), (_events.Oldest, read!.Value.First));
        Assert.Equal([3L, 4, 5], Times(read.Value.Batch));
    }

    [Fact]
    public void Past_begins_with_the_batch_that_holds_the_time()
    {
        Add(1, 2);
        Add(3, 4);
        Add(5);

        var (first, batches) = _events.From(timeMs: 4);

        Assert.Equal(102, first);
        Assert.Equal([3L, 4, 5], batches.SelectMany(Times));
        Assert.Equal((105, true), (_events.From(6).First, _events.From(6).Batches.IsEmpty));
    }

    [Fact]
    public void Long_life_forgets_what_is_old_and_keeps_numbers()
    {
        for (var time = 1; time <= 10_000; time++)
        {
            Add(time);
            _events.Trim(time - 50);
        }

        Assert.Equal((10_100, 10_049), (_events.Next, _events.Oldest));
        Assert.Equal(Enumerable.Range(9_950, 51).Select(time => (long)time), Times(_events.Read(0, _events.Next, 1_000)!.Value.Batch));
    }

    private void Add(params long[] times) => _events.Add(new MarketBatch(
        Symbol.Parse("BTC_USDT"), 2, 1, [.. times.Select(time => new MarketEvent { TimeMs = time, Kind = MarketEventKind.Heartbeat, DepthIndex = -1 })], times.Length));

    private static IEnumerable<long> Times(MarketBatch batch) => batch.Events.ToArray().Select(market => market.TimeMs);
}
