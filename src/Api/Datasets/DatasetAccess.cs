using Trading.Api.Security;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Storage.Datasets;

namespace Trading.Api.Datasets;

/// <summary>Finds datasets by id or name, within what the caller may see: his own, and those marked shared.</summary>
internal sealed class DatasetAccess(IGrainFactory grains, IDatasetQueries queries)
{
    public async Task<Dataset?> FindAsync(string idOrName, OwnerScope scope, CancellationToken cancellation)
    {
        if (GrainKeys.IsDataset(idOrName) && await ReadAsync(idOrName, scope) is { } known)
        {
            return known;
        }

        // A name may look like an id, also like that of another's dataset.
        return Dataset.IsName(idOrName) && await queries.FindByNameAsync(scope.ForOne, idOrName, cancellation) is { } named
            ? await ReadAsync(named.Id, scope)
            : null;
    }

    private async Task<Dataset?> ReadAsync(string id, OwnerScope scope) =>
        await grains.GetGrain<IDatasetGrain>(id).Find() is { } dataset && (dataset.Shared || scope.CanRead(dataset.Owner)) ? dataset : null;
}
