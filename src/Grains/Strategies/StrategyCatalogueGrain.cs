using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Storage;

namespace Trading.Grains.Strategies;

/// <summary>The list of names, small enough to be one state.</summary>
[GrainType("strategy-catalogue")]
internal sealed class StrategyCatalogueGrain(
    [PersistentState(StateNames.StrategyCatalogue)] IPersistentState<StrategyCatalogueState> storage) : Grain, IStrategyCatalogueGrain
{
    public const int NamesMax = 1_000;

    public async Task<bool> Add(string name)
    {
        var names = storage.State.Names;
        var at = names.AsSpan().BinarySearch(name, StringComparer.Ordinal);
        if (at >= 0)
        {
            return true;
        }

        if (names.Length >= NamesMax)
        {
            return false;
        }

        storage.State.Names = names.Insert(~at, name);
        await storage.WriteOrDeactivateAsync(this);
        return true;
    }
}
