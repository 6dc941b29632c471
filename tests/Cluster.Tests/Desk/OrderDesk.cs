using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Providers;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;
using Trading.Domain.Orders;
using Trading.Grains;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Journal;
using Trading.Grains.Venues;

namespace Trading.Cluster.Tests.Desk;

/// <summary>
/// A silo with the grains of orders, positions and accounts, on clocks that only tests move, a venue that answers as tests say, and a
/// storage and a journal that fail when told to. One for each class: its clock is its own.
/// </summary>
public sealed class OrderDesk : IAsyncLifetime
{
    private const string InnerStorage = "inner";

    /// <summary>Drives grains and their timers.</summary>
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    /// <summary>Drives reminders alone, so that a test can have them with or without timers.</summary>
    public FakeTimeProvider ReminderClock { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    internal StorageFaults Faults { get; } = new();

    internal ScriptedVenue Venue { get; } = new();

    internal RecordedJournal Journal { get; } = new();

    internal AwaitedEdges Edges { get; } = new();

    /// <summary>What the silo's orders go by: the whole machine, until a test maims it.</summary>
    internal DeskMachine Machine { get; } = new();

    public InProcessTestCluster Cluster { get; private set; } = null!;

    public IClusterClient Client => Cluster.Client;

    public async ValueTask InitializeAsync()
    {
        Venue.Clock = Clock;
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, ReminderClock);
            silo.UseInMemoryReminderService();
            silo.AddMemoryGrainStorage(InnerStorage, options => options.GrainStorageSerializer = new Trading.Hosting.Storage.JsonGrainStorageSerializer());
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                (services, _) => new FaultyGrainStorage(services.GetRequiredKeyedService<IGrainStorage>(InnerStorage), Faults));
            silo.Services.AddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME));
            silo.Services.AddTradingMarkets();
            silo.Services.AddSingleton<OrderDecider>(Machine.Decide);
            silo.Services.AddSingleton<IVenueDirectory>(Venue);
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.AddOutgoingGrainCallFilter(Edges);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public IOrderGrain Order(string id) => Client.GetGrain<IOrderGrain>(id);

    /// <summary>Ends the activation of a grain: its timers are gone, what is stored stays.</summary>
    public async Task Deactivate(IGrain grain) => await grain.AsReference<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>Names of the reminders that a grain has.</summary>
    public async Task<IReadOnlyList<string>> RemindersOf(IAddressable grain) =>
        [.. (await Cluster.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>().ReadRows(grain.GetGrainId())).Reminders.Select(row => row.ReminderName)];

    /// <summary>Completes once the order durably has this status.</summary>
    internal Task Until(string orderId, OrderStatus status) =>
        Eventually.Holds(this, async () => (await Order(orderId).Find())?.Order.Status == status);

    /// <summary>Completes once the venue has been sent the order; what a command lost on its way is repeated meanwhile.</summary>
    internal async Task<(OrderRequest Request, DateTimeOffset SentAt)> Sent(string orderId)
    {
        await Eventually.Holds(this, async () => await Order(orderId).Find() is not null && Venue.Of(orderId).Submissions > 0);
        return await Venue.Of(orderId).Submitted;
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
