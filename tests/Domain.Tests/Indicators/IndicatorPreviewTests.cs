using Trading.Domain.Indicators;

namespace Trading.Domain.Tests.Indicators;

public sealed class IndicatorPreviewTests
{
    [Fact]
    public void Every_event_shows_each_event_of_the_series()
    {
        var tape = new Tape().Heartbeat(0).Trade(0.5, 10m).Book(0.6, 9m, 11m).Heartbeat(1).Trade(1.5, 12m);

        Assert.Equal([(500, 10), (1500, 12)], Points("""{ "type": "price" }""", tape, PreviewCadence.Event).Points);
        Assert.Equal([600L], Points("""{ "type": "spread_pct" }""", tape, PreviewCadence.Event).Points.Select(point => point.Time));

        // Without a mark series the mark moves with the book once there is one.
        Assert.Equal([(500, 10), (600, 10)], Points("""{ "type": "mark_price" }""", tape, PreviewCadence.Event).Points);
    }

    [Fact]
    public void Every_second_shows_the_state_after_all_events_up_to_it()
    {
        var tape = new Tape().Trade(0.5, 10m).Trade(2, 11m).Trade(2, 12m).Trade(3.2, 13m);

        Assert.Equal([(1000, 10), (2000, 12), (3000, 12)], Points("""{ "type": "price" }""", tape, PreviewCadence.Second).Points);
    }

    [Fact]
    public void Every_candle_shows_each_close_at_open_time_plus_interval()
    {
        var tape = new Tape();
        foreach (var minute in new[] { 0, 1, 3 })
        {
            tape.Candle(minute * 60, 10m).Candle((minute * 60) + 20, 9m).Candle((minute * 60) + 40, 12m).Candle((minute * 60) + 59.999, 10m + minute, 5m);
        }

        var (points, known, unknown) = Points("""{ "type": "sma", "interval": "1m", "period": 2 }""", tape, PreviewCadence.Candle);

        Assert.Equal([(60_000, double.NaN), (120_000, 10.5), (240_000, 12)], points);
        Assert.Equal((2, 1), (known, unknown));

        Assert.Equal(
            [(60_000, 10), (120_000, 11), (240_000, 13)],
            Points("""{ "type": "price" }""", tape, PreviewCadence.Candle, TimeSpan.FromMinutes(1)).Points);
    }

    [Fact]
    public void A_candle_that_is_not_over_is_not_shown()
    {
        var tape = new Tape().Trade(0, 10m).Trade(61, 11m);

        Assert.Equal([(60_000, 10)], Points("""{ "type": "sma", "interval": "1m", "period": 1 }""", tape, PreviewCadence.Candle).Points);
    }

    [Fact]
    public void A_first_bucket_that_data_do_not_cover_is_not_shown()
    {
        var tape = new Tape().Trade(1, 10m).Trade(61, 11m).Trade(121, 12m);

        Assert.Equal([(120_000, 11)], Points("""{ "type": "sma", "interval": "1m", "period": 1 }""", tape, PreviewCadence.Candle).Points);
    }

    [Fact]
    public void A_long_stream_in_many_batches_shows_every_point_once()
    {
        var tape = new Tape();
        for (var index = 0; index < 3000; index++)
        {
            tape.Trade(index * 0.25, 10m + (index % 5));
        }

        var times = new List<long>();
        var preview = new IndicatorPreview(
            [Tape.Spec("""{ "type": "price" }""")], Tape.PriceScale, Tape.QuantityScale, PreviewCadence.Second, null, (_, time, _) => times.Add(time));
        foreach (var chunk in tape.Events.Chunk(700))
        {
            preview.Append(Tape.Batch(chunk));
        }

        preview.Complete();

        Assert.Equal(Enumerable.Range(0, 750).Select(second => second * 1000L), times);
    }

    [Fact]
    public void Candles_without_an_interval_are_refused() =>
        Assert.Throws<ArgumentException>(() => new IndicatorPreview([Tape.Spec("""{ "type": "price" }""")], 2, 3, PreviewCadence.Candle, null, (_, _, _) => { }));

    [Fact]
    public void Candles_of_different_intervals_are_refused() =>
        Assert.Throws<ArgumentException>(() => new IndicatorPreview(
            [Tape.Spec("""{ "type": "sma", "interval": "1m" }"""), Tape.Spec("""{ "type": "sma", "interval": "5s" }""")], 2, 3, PreviewCadence.Candle, null, (_, _, _) => { }));

    [Theory]
    [InlineData(PreviewCadence.Event)]
    [InlineData(PreviewCadence.Second)]
    [InlineData(PreviewCadence.Candle)]
    public void Several_at_once_are_what_each_is_alone(PreviewCadence every)
    {
        string[] specs = ["""{ "type": "price" }""", """{ "type": "spread_pct" }""", """{ "type": "mark_price" }""", """{ "type": "vwap", "window": { "from": 20, "to": 0 } }"""];
        var tape = new Tape();
        for (var index = 0; index < 2_000; index++)
        {
            tape.Trade(index * 0.25, 10m + (index % 5)).Book((index * 0.25) + 0.1, 9m + (index % 3), 16m);
        }

        var together = specs.Select(_ => new List<(long, double)>()).ToArray();
        var preview = new IndicatorPreview(
            [.. specs.Select(spec => Tape.Spec(spec))], Tape.PriceScale, Tape.QuantityScale, every, TimeSpan.FromMinutes(1), (slot, time, value) => together[slot].Add((time, value)));
        preview.Append(Tape.Batch(tape.Events));
        preview.Complete();

        Assert.All(specs.Zip(together), pair => Assert.Equal(Points(pair.First, tape, every, TimeSpan.FromMinutes(1)).Points, pair.Second));
        Assert.All(together, points => Assert.NotEmpty(points));
    }

    private static (List<(long Time, double Value)> Points, long Known, long Unknown) Points(
        string spec, Tape tape, PreviewCadence every, TimeSpan? interval = null)
    {
        var points = new List<(long Time, double Value)>();
        var preview = new IndicatorPreview(
            [Tape.Spec(spec)], Tape.PriceScale, Tape.QuantityScale, every, interval, (_, time, value) => points.Add((time, value)));
        preview.Append(Tape.Batch(tape.Events));
        preview.Complete();
        var unknown = points.Count(point => double.IsNaN(point.Value));
        return (points, points.Count - unknown, unknown);
    }
}
