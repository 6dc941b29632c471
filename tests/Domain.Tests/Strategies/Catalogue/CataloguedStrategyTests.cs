using System.Collections.Immutable;
using Trading.Domain.Strategies.Catalogue;

namespace Trading.Domain.Tests.Strategies.Catalogue;

public sealed class CataloguedStrategyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(54);

    [Fact]
    public void Versions_that_are_published_leave_the_record_with_the_next_write()
    {
        var strategy = Saved(First(), count: 3, published: 0);

        var next = strategy.Save("e", null, published: 3, Now).Strategy;

        Assert.Equal([1, 2, 3, 4], strategy.Recent.Select(version => version.Version));
        Assert.Equal([4, 5], next.Recent.Select(version => version.Version));
    }

    [Fact]
    public void Record_never_holds_more_than_its_bound_while_nothing_can_be_published()
    {
        var strategy = Saved(First(), CataloguedStrategy.RecentMax - 1, published: 0);

        var (same, outcome) = strategy.Save("more", null, published: 0, Now);

        Assert.Equal((SaveResult.Congested, CataloguedStrategy.RecentMax), (outcome.Result, outcome.Version));
        Assert.Same(strategy, same);
        Assert.Equal(SaveResult.Saved, strategy.Save("more", null, published: 1, Now).Outcome.Result);
    }

    [Fact]
    public void Last_version_there_may_be_is_saved_and_none_after_it()
    {
        var strategy = First();
        while (strategy.Newest.Version < CataloguedStrategy.VersionsMax)
        {
            strategy = strategy.Save($"v{strategy.Newest.Version}", null, strategy.Newest.Version, Now).Strategy;
        }

        Assert.Equal(SaveResult.Full, strategy.Save("more", null, strategy.Newest.Version, Now).Outcome.Result);
        Assert.Equal(SaveResult.Unchanged, strategy.Save(strategy.Newest.Document, null, strategy.Newest.Version, Now).Outcome.Result);
    }

    [Fact]
    public void Caller_who_has_seen_another_version_changes_nothing_even_with_the_same_document()
    {
        var strategy = Saved(First(), count: 1, published: 0);
        ImmutableArray<int> seen = [1];

        Assert.Equal(SaveResult.Stale, strategy.Save(strategy.Newest.Document, seen, 0, Now).Outcome.Result);
        Assert.Equal(SaveResult.Stale, strategy.Archive(seen, Now).Outcome.Result);
        Assert.Equal(SaveResult.Stale, strategy.Archive([], Now).Outcome.Result);
        Assert.Equal(SaveResult.Archived, strategy.Archive([1, 2], Now).Outcome.Result);
    }

    [Fact]
    public void Archived_strategy_takes_nothing_but_a_creation()
    {
        var archived = First().Archive(null, Now).Strategy;

        Assert.Equal(SaveResult.NotFound, archived.Save("b", null, 0, Now).Outcome.Result);
        Assert.Equal(SaveResult.NotFound, archived.Archive(null, Now).Outcome.Result);
        var (back, outcome) = CataloguedStrategy.Create(archived, "pump", "b", request: null, 0, Now);
        Assert.Equal((SaveResult.Saved, 2, false), (outcome.Result, outcome.Version!.Value, back!.IsArchived));
        Assert.Equal(SaveResult.Exists, CataloguedStrategy.Create(back, "pump", "c", request: null, 0, Now).Outcome.Result);
    }

    [Fact]
    public void Repeat_of_the_request_that_took_the_name_is_answered_as_that_one_was()
    {
        var (second, _) = First("asked").Save("b", ifMatch: null, 0, Now);

        var (after, outcome) = CataloguedStrategy.Create(second, "pump", "a", "asked", 0, Now);

        Assert.Equal((second, new SaveOutcome(SaveResult.Saved, 1)), (after, outcome));
    }

    [Theory]
    [InlineData("asked", "another")]
    [InlineData("asked", null)]
    [InlineData(null, "asked")]
    [InlineData(null, null)]
    public void Name_is_taken_for_every_other_request(string? first, string? second) =>
        Assert.Equal(SaveResult.Exists, CataloguedStrategy.Create(First(first), "pump", "a", second, 0, Now).Outcome.Result);

    [Fact]
    public void Request_that_brings_a_strategy_back_is_known_as_well()
    {
        var (archived, _) = First("asked").Archive(ifMatch: null, Now);
        var (back, _) = CataloguedStrategy.Create(archived, "pump", "b", "asked again", 0, Now);

        Assert.Equal(new SaveOutcome(SaveResult.Saved, 2), CataloguedStrategy.Create(back, "pump", "b", "asked again", 0, Now).Outcome);
        Assert.Equal(SaveResult.Exists, CataloguedStrategy.Create(back, "pump", "a", "asked", 0, Now).Outcome.Result);
    }

    private static CataloguedStrategy First(string? request = null) => CataloguedStrategy.Create(null, "pump", "a", request, 0, Now).Strategy;

    private static CataloguedStrategy Saved(CataloguedStrategy strategy, int count, int published) => Enumerable.Range(0, count)
        .Aggregate(strategy, (current, number) => current.Save($"d{number}", null, published, Now).Strategy);
}
