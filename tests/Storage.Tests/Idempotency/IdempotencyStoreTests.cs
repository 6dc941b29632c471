using Trading.Storage.Idempotency;

namespace Trading.Storage.Tests.Idempotency;

public sealed class IdempotencyStoreTests(EnginesFixture engines)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    private static readonly StoredAnswer Created = new(201, "application/json", "/api/v1/sessions/ses-1", [1, 2, 3]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Of_parallel_requests_with_one_key_exactly_one_does_the_work(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var key = Keys.Fresh("key");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ReserveAsync(store, key), Token)));

        Assert.Equal(1, outcomes.Count(outcome => outcome.Outcome is ReserveOutcome.Reserved));
        Assert.Equal(49, outcomes.Count(outcome => outcome.Outcome is ReserveOutcome.InProgress));
    }

    [Theory, EachEngine]
    public async Task A_repeat_gets_the_stored_answer_and_another_body_is_told_so(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var key = Keys.Fresh("key");
        await ReserveAsync(store, key);
        await store.CompleteAsync(Claim(key), Created, Token);
        await store.CompleteAsync(Claim(key), Created with { Status = 500 }, Token);

        var repeat = await ReserveAsync(store, key);
        var otherBody = await ReserveAsync(store, key, body: "body-2");
        var otherScope = await ReserveAsync(store, key, scope: "bob POST /sessions");

        Assert.Equal(ReserveOutcome.Answered, repeat.Outcome);
        Assert.Equal((201, "application/json", "/api/v1/sessions/ses-1"), (repeat.Answer!.Status, repeat.Answer.ContentType, repeat.Answer.Location));
        Assert.Equal([(byte)1, 2, 3], repeat.Answer.Body);
        Assert.Equal(ReserveOutcome.OtherBody, otherBody.Outcome);
        Assert.Equal(ReserveOutcome.Reserved, otherScope.Outcome);
    }

    [Theory, EachEngine]
    public async Task A_released_key_is_free_and_an_answered_one_is_not(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var (released, answered) = (Keys.Fresh("key"), Keys.Fresh("key"));
        await ReserveAsync(store, released);
        await ReserveAsync(store, answered);
        await store.CompleteAsync(Claim(answered), Created, Token);

        await store.ReleaseAsync(Claim(released), Token);
        await store.ReleaseAsync(Claim(answered), Token);

        Assert.Equal(ReserveOutcome.Reserved, (await ReserveAsync(store, released, body: "body-2")).Outcome);
        Assert.Equal(ReserveOutcome.Answered, (await ReserveAsync(store, answered)).Outcome);
    }

    [Theory, EachEngine]
    public async Task A_reservation_whose_lease_ended_is_taken_over_by_the_same_body_only(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var key = Keys.Fresh("key");
        await ReserveAsync(store, key);

        var early = await ReserveAsync(store, key, now: Now + Lease - TimeSpan.FromMilliseconds(1));
        var otherBody = await ReserveAsync(store, key, body: "body-2", now: Now + Lease);
        var sameBody = await ReserveAsync(store, key, now: Now + Lease);

        Assert.Equal(
            (ReserveOutcome.InProgress, ReserveOutcome.OtherBody, ReserveOutcome.Reserved), (early.Outcome, otherBody.Outcome, sameBody.Outcome));
    }

    [Theory, EachEngine]
    public async Task A_lease_that_is_renewed_is_not_taken_over(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var key = Keys.Fresh("key");
        await ReserveAsync(store, key);

        Assert.True(await store.RenewAsync(Claim(key), Now + Lease + Lease, Token));

        Assert.Equal(ReserveOutcome.InProgress, (await ReserveAsync(store, key, now: Now + Lease)).Outcome);
        Assert.Equal(ReserveOutcome.Reserved, (await ReserveAsync(store, key, now: Now + Lease + Lease)).Outcome);
    }

    [Theory, EachEngine]
    public async Task Who_lost_the_key_can_no_longer_renew_answer_or_release_it(StorageEngine engine)
    {
        var store = new IdempotencyStore(engines.Shared(engine));
        var key = Keys.Fresh("key");
        await ReserveAsync(store, key);
        await ReserveAsync(store, key, now: Now + Lease, holder: "second");

        Assert.False(await store.RenewAsync(Claim(key), Now.AddHours(1), Token));
        await store.CompleteAsync(Claim(key), Created with { Status = 200 }, Token);
        await store.ReleaseAsync(Claim(key), Token);
        var meanwhile = await ReserveAsync(store, key, now: Now + Lease);
        await store.CompleteAsync(Claim(key, holder: "second"), Created, Token);

        Assert.Equal(ReserveOutcome.InProgress, meanwhile.Outcome);
        Assert.Equal(201, (await ReserveAsync(store, key, now: Now + Lease)).Answer?.Status);
    }

    [Theory, EachEngine]
    public async Task An_expired_key_is_as_good_as_unknown_and_purged(StorageEngine engine)
    {
        var store = new IdempotencyStore(await engines.MigratedAsync(engine));
        await ReserveAsync(store, "used again");
        await ReserveAsync(store, "forgotten");
        await store.CompleteAsync(Claim("used again"), Created, Token);

        var again = await ReserveAsync(store, "used again", body: "body-2", now: Now.AddHours(24));
        var purged = await store.PurgeAsync(Now.AddHours(24), Token);

        Assert.Equal(ReserveOutcome.Reserved, again.Outcome);
        Assert.Equal(1, purged);
    }

    private static IdempotencyClaim Claim(string key, string scope = "alice POST /sessions", string body = "body-1", string holder = "first") =>
        new(scope, key, body, holder);

    private static Task<Reservation> ReserveAsync(
        IdempotencyStore store, string key, string scope = "alice POST /sessions", string body = "body-1", DateTimeOffset? now = null, string holder = "first") =>
        store.ReserveAsync(Claim(key, scope, body, holder), now ?? Now, (now ?? Now) + Lease, (now ?? Now).AddHours(24), Token);
}
