using Microsoft.Extensions.DependencyInjection;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Orders;
using Trading.Grains.Journal;
using Trading.Grains.Markets;
using Trading.Grains.Placement;
using Trading.Grains.Runs;
using Trading.Grains.Runs.LockStep;
using Trading.Grains.Runs.Imports;
using Trading.Grains.Sessions;
using Trading.Grains.Sessions.Collect;
using Trading.Grains.Supervision;
using Trading.Grains.Venues;
using Trading.Storage.Accounts;
using Trading.Storage.Datasets;
using Trading.Storage.Journal;
using Trading.Storage.Live;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Recording;
using Trading.Storage.MarketData.Stored;
using Trading.Storage.Results;
using Trading.Storage.Sessions;
using Trading.Storage.Strategies;
using Trading.Storage.Waking;

namespace Trading.Grains;

public static class GrainServices
{
    /// <param name="importDirectory">Where uploaded files lie while they are read.</param>
    /// <summary>What the grains of a silo need besides Orleans and a database: stores, the hosted worker, the supervisor.</summary>
    public static IServiceCollection AddTradingGrains(this IServiceCollection services, string importDirectory)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StrategyStore>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<DatasetStore>();
        services.AddSingleton<RecordingStore>();
        services.AddSingleton<RecordingSummary>();
        services.AddSingleton<IDatasetQueries, DatasetQueries>();
        services.AddSingleton<ISegmentQueries, SegmentQueries>();
        services.AddSingleton<ImportFileStore>();
        services.AddSingleton<DatasetReader>();
        services.AddSingleton<DatasetCatalogue>();
        services.AddSingleton(new SpoolFolder(importDirectory));
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<ImportWorker>();
        services.AddSingleton<IImportWorker>(provider => provider.GetRequiredService<ImportWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<ImportWorker>());
        services.AddSingleton<IReplayData, StoredReplayData>();
        services.AddSingleton<IVenueDirectory, VenueDirectory>();
        services.AddSingleton<LiveJournalStore>();
        services.AddSingleton<JournalWriter>();
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<JournalWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<JournalWriter>());
        services.AddSingleton<LiveEventStore>();
        services.AddHostedService<LiveEventPurge>();
        services.AddSingleton<ResultQueries>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SessionReports>();
        services.AddSingleton<CollectPreparation>();
        services.AddSingleton<SessionPreparation>();
        services.AddSingleton<LockStepRunner>();
        services.AddSingleton<ReplayRunner>();
        services.AddSingleton<RunWorker>();
        services.AddSingleton<IRunWorker>(provider => provider.GetRequiredService<RunWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<RunWorker>());
        services.AddSingleton<WakeQueries>();
        services.AddSingleton<Waker>();
        services.AddSingleton<Sweep>();
        services.AddHostedService<Supervisor>();
        return services.AddTradingMarkets();
    }

    /// <summary>Feeds, where the grains that follow them live, the venues that they move, and the machine that orders go by.</summary>
    public static IServiceCollection AddTradingMarkets(this IServiceCollection services)
    {
        services.AddSingleton<OrderDecider>(OrderMachine.Decide);
        services.AddMetrics();
        services.AddSingleton<MarketMetrics>();
        services.AddSingleton<IMarketFeeds, MarketFeeds>();
        services.AddSingleton<PaperVenues>();
        services.AddPlacementDirector<FeedPlacement, FeedPlacementDirector>();
        return services;
    }
}
