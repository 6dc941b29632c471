using Microsoft.Extensions.DependencyInjection;

namespace Trading.Storage.Tests.Orleans;

public sealed class ClearedReminderTableTests(EnginesFixture engines)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Clearing_the_table_removes_every_reminder_of_the_service(StorageEngine engine)
    {
        var database = await engines.MigratedAsync(engine);
        using var silo = SiloFixture.Build(database, "reminders");
        var table = silo.Services.GetRequiredService<IReminderTable>();
        await table.StartAsync(Token);
        var id = GrainId.Create("counter", "ord-1");
        await table.UpsertRow(new ReminderEntry { GrainId = id, ReminderName = "r", StartAt = DateTime.UnixEpoch, Period = TimeSpan.FromMinutes(1) }, Token);

        await table.TestOnlyClearTable(Token);

        Assert.Null(await table.ReadRow(id, "r", Token));
    }
}
