using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

public sealed class MarkIndicatorTests
{
    [Fact]
    public void Mark_falls_back_to_the_mid_and_then_to_the_last_trade()
    {
        var values = new Tape().Heartbeat(0).Trade(1, 10m).Book(2, 11m, 14m).Trade(3, 30m).Mark(4, 20m).Book(5, 1m, 2m).Trade(6, 3m)
            .Values("""{ "type": "mark_price" }""");

        Assert.Equal([double.NaN, 10, 12.5, 12.5, 20, 20, 20], values);
    }

    [Fact]
    public void A_declared_series_is_waited_for()
    {
        var source = new MarkSource(MarkSeries.Book);

        foreach (var market in new Tape().Trade(1, 10m).Mark(2, 11m).Book(3, 11m, 12.01m).Events)
        {
            source.Apply(market);
        }

        Assert.Equal((MarkSeries.Book, true, 11.505m), (source.Series, source.IsKnown, source.ToDecimal(Tape.PriceScale)));
    }

    [Fact]
    public void The_last_known_mark_outlives_a_broken_book_but_is_not_called_known()
    {
        var source = default(MarkSource);

        foreach (var market in new Tape().Book(1, 11m, 12m).Book(2, 13m, 12m).Events)
        {
            source.Apply(market);
        }

        Assert.Equal((MarkSeries.Book, false, 11.5m), (source.Series, source.IsKnown, source.ToDecimal(Tape.PriceScale)));
    }

    [Fact]
    public void Index_price_and_funding_rate_need_a_mark_series()
    {
        var tape = new Tape().Trade(1, 10m).Book(2, 11m, 14m).Funding(3, 0.0003m);

        Assert.Equal(double.NaN, tape.Last("""{ "type": "index_price" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "funding_rate" }"""));
        Assert.Equal(0.0003, tape.Mark(4, 20m).Last("""{ "type": "funding_rate" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "index_price" }"""));
        Assert.Equal(0.0001, tape.Mark(5, 20m, 21m, 0.0001m).Last("""{ "type": "funding_rate" }"""));
        Assert.Equal(21, tape.Mark(6, 20m).Last("""{ "type": "index_price" }"""));
        Assert.Equal(-0.002, tape.Funding(7, -0.002m).Last("""{ "type": "funding_rate" }"""));
    }
}
