using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Trading.Storage.Waking;

namespace Trading.Storage.Tests.Orleans;

/// <summary>What the sweep reads beside the states of grains that may be asleep.</summary>
public sealed class WakeTests(EnginesFixture engines, SiloFixture silos) : IClassFixture<SiloFixture>
{
    // Long ago, so that nothing else is due.
    private static readonly DateTimeOffset Then = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Grain_is_due_from_the_time_that_its_state_names_until_it_names_another_or_none(StorageEngine engine)
    {
        var storage = silos.Services(engine).GetRequiredKeyedService<IGrainStorage>(SiloFixture.Clearing);
        var key = Keys.Fresh("ord");
        var (id, state) = (GrainId.Create("order", key), new GrainState<Sleeper>(new Sleeper(Then)));

        await storage.WriteStateAsync("order", id, state);
        Assert.False(await IsDueAsync(engine, key, Then.AddTicks(-1)));
        Assert.True(await IsDueAsync(engine, key, Then));

        state.State = new Sleeper(Then.AddSeconds(0.5));
        await storage.WriteStateAsync("order", id, state);
        Assert.False(await IsDueAsync(engine, key, Then));
        Assert.True(await IsDueAsync(engine, key, Then.AddSeconds(0.55)));

        state.State = new Sleeper(null);
        await storage.WriteStateAsync("order", id, state);
        Assert.False(await IsDueAsync(engine, key, Then.AddYears(1)));
    }

    [Theory, EachEngine]
    public async Task Longest_overdue_come_first_and_never_more_than_asked_for(StorageEngine engine)
    {
        var storage = silos.Services(engine).GetRequiredKeyedService<IGrainStorage>(SiloFixture.Clearing);
        var first = Keys.Fresh("pos");
        await storage.WriteStateAsync("position", GrainId.Create("position", Keys.Fresh("pos")), new GrainState<Sleeper>(new Sleeper(Then.AddYears(-1))));
        await storage.WriteStateAsync("position", GrainId.Create("position", first), new GrainState<Sleeper>(new Sleeper(Then.AddYears(-2))));

        var due = await new WakeQueries(engines.Shared(engine)).DueAsync(Then.AddYears(-1), 1, Token);

        Assert.Equal([new SleepingGrain("position", first, 1)], due);
    }

    [Theory, EachEngine]
    public async Task Cleared_state_sleeps_for_ever(StorageEngine engine)
    {
        var storage = silos.Services(engine).GetRequiredKeyedService<IGrainStorage>(SiloFixture.Clearing);
        var key = Keys.Fresh("acc");
        var (id, state) = (GrainId.Create("account", key), new GrainState<Sleeper>(new Sleeper(Then)));
        await storage.WriteStateAsync("account", id, state);
        Assert.True(await IsDueAsync(engine, key, Then));

        await storage.ClearStateAsync("account", id, state);

        Assert.False(await IsDueAsync(engine, key, Then));
    }

    private async Task<bool> IsDueAsync(StorageEngine engine, string key, DateTimeOffset now) =>
        (await new WakeQueries(engines.Shared(engine)).DueAsync(now, 500, Token)).Any(sleeping => sleeping.Key == key);
}
