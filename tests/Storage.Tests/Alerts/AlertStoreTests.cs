using Trading.Storage.Alerts;
using Trading.Storage.Paging;

namespace Trading.Storage.Tests.Alerts;

public sealed class AlertStoreTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task An_alert_reads_back_and_its_first_acknowledgement_stands(StorageEngine engine)
    {
        var store = new AlertStore(engines.Shared(engine));
        var alert = new RowGen(5).One<AlertRow>() with { Id = Keys.Fresh("alr"), Owner = Keys.Fresh("u"), AcknowledgedAt = null, AcknowledgedBy = null };
        await store.RaiseAsync([alert, alert], Token);
        await store.RaiseAsync([alert with { Message = "again" }], Token);

        var acknowledged = await store.AcknowledgeAsync(alert.Id, "alice", alert.At, Token);
        await store.AcknowledgeAsync(alert.Id, "bob", alert.At.AddHours(1), Token);

        var expected = alert with { AcknowledgedAt = alert.At, AcknowledgedBy = "alice" };
        Assert.Equal(expected, acknowledged);
        Assert.Equal(expected, await store.FindAsync(alert.Id, Token));
        Assert.Equal([expected], (await store.ListAsync(new AlertFilter(alert.Owner, alert.SessionId, alert.Severity, alert.Code), PageRequest.First, Token)).Items);
        Assert.Single((await store.ListAsync(new AlertFilter(alert.Owner, IsAcknowledged: true), PageRequest.First, Token)).Items);
        Assert.Empty((await store.ListAsync(new AlertFilter(alert.Owner, IsAcknowledged: false), PageRequest.First, Token)).Items);
        Assert.Null(await store.AcknowledgeAsync("alr-unknown", "alice", alert.At, Token));
    }
}
