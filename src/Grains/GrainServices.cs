using Microsoft.Extensions.DependencyInjection;
using Trading.Grains.Runs;
using Trading.Grains.Sessions;
using Trading.Grains.Supervision;
using Trading.Storage.Datasets;
using Trading.Storage.Results;
using Trading.Storage.Sessions;
using Trading.Storage.Strategies;

namespace Trading.Grains;

public static class GrainServices
{
    /// <summary>What the grains of a silo need besides Orleans and a database: stores, the hosted worker, the supervisor.</summary>
    public static IServiceCollection AddTradingGrains(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<StrategyStore>();
        services.AddSingleton<ResultStore>();
        services.AddSingleton<DatasetStore>();
        services.AddSingleton<IDatasetQueries, DatasetQueries>();
        services.AddSingleton<SegmentQueries>();
        services.AddSingleton<IReplayData, StoredReplayData>();
        services.AddSingleton<SessionPreparation>();
        services.AddSingleton<ReplayRunner>();
        services.AddSingleton<RunWorker>();
        services.AddSingleton<IRunWorker>(provider => provider.GetRequiredService<RunWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<RunWorker>());
        services.AddHostedService<Supervisor>();
        return services;
    }
}
