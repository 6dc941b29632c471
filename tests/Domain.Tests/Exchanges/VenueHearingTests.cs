using Trading.Domain.Exchanges;

namespace Trading.Domain.Tests.Exchanges;

public sealed class VenueHearingTests
{
    private static readonly VenueHearing Back = VenueHearing.Unknown.Opened().Lost().Opened();

    [Fact]
    public void Nothing_is_known_before_a_whole_round_or_a_loss()
    {
        Assert.Null(VenueHearing.Unknown.Opened().IsStale);
        Assert.True(VenueHearing.Unknown.Lost().IsStale);
        Assert.False(VenueHearing.Unknown.Opened().RoundEnded(1, isAccountRead: true, []).Stored(0).PassedOn(null).IsStale);
    }

    [Fact]
    public void Stream_alone_ends_nothing() => Assert.True(Back.Stored(5).PassedOn(null).IsStale);

    [Fact]
    public void Orders_may_be_answered_in_several_rounds_of_one_stream()
    {
        var first = Back.Answered(2, "a").RoundEnded(2, isAccountRead: true, ["a", "b"]);
        var second = first.Answered(2, "b").RoundEnded(2, isAccountRead: true, ["a", "b"]);

        Assert.True(first.WantsRound);
        Assert.True(first.Stored(5).PassedOn(null).IsStale);
        Assert.False(second.WantsRound);
        Assert.False(second.Stored(5).PassedOn(null).IsStale);
    }

    [Fact]
    public void Account_that_was_not_read_and_a_round_of_the_stream_before_count_nothing()
    {
        Assert.True(Back.RoundEnded(2, isAccountRead: false, []).WantsRound);
        Assert.True(Back.RoundEnded(1, isAccountRead: true, []).WantsRound);
        Assert.True(Back.Answered(1, "a").RoundEnded(2, isAccountRead: true, ["a"]).WantsRound);
        Assert.True(Back.Answered(2, "a").Lost().Opened().RoundEnded(3, isAccountRead: true, ["a"]).WantsRound);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(4L, true)]
    [InlineData(5L, true)]
    [InlineData(6L, false)]
    public void What_was_found_has_to_be_passed_on_first(long? oldest, bool isStale) =>
        Assert.Equal(isStale, Back.RoundEnded(2, isAccountRead: true, []).Stored(5).PassedOn(oldest).IsStale);

    [Fact]
    public void Loss_while_it_is_passed_on_begins_anew()
    {
        var lost = Back.RoundEnded(2, isAccountRead: true, []).Stored(5).Lost().Opened();

        Assert.True(lost.PassedOn(null).IsStale);
        Assert.True(lost.WantsRound);
    }
}
