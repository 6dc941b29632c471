
namespace Trading.Grains.Abstractions.Strategies;

/// <summary>The names of one trader's strategies, under <see cref="GrainKeys.ForCatalogue"/>; what they are is asked of <see cref="IStrategyVersionsGrain"/>.</summary>
[Alias("strategy-catalogue")]
public interface IStrategyCatalogueGrain : IGrainWithStringKey
{
    /// <summary>Notes a name before its strategy is written, so that the count is never short. Durable when the task completes, and safe to repeat.</summary>
    /// <returns>False when the trader has as many strategies as there may be, archived ones included.</returns>
    [Alias("add")]
    Task<bool> Add(string name);
}
