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
        var dataset = GrainKeys.IsDataset(idOrName) ? await grains.GetGrain<IDatasetGrain>(idOrName).Find() : null;
        if (dataset is null && Dataset.IsName(idOrName) && await queries.FindByNameAsync(scope.ForOne, idOrName, cancellation) is { } named)
        {
            dataset = await grains.GetGrain<IDatasetGrain>(named.Id).Find();
        }

        return dataset is not null && (dataset.Shared || scope.CanRead(dataset.Owner)) ? dataset : null;
    }
}
