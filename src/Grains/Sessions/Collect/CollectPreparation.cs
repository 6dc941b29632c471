using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Datasets;

namespace Trading.Grains.Sessions.Collect;

/// <summary>Checks all that can be checked before a collect session exists: symbols, kinds, and whether the dataset can take them.</summary>
internal sealed class CollectPreparation(IGrainFactory grains, IDatasetQueries datasets, IMarketFeeds feeds, TimeProvider time)
{
    public async Task<PreparedSession> Check(StartSession command)
    {
        var (settings, collect) = (command.Settings, command.Settings.Collect!);
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var markets = ImmutableArray.CreateBuilder<FeedMarket>();
        for (var index = 0; index < collect.Symbols.Length; index++)
        {
            var symbol = collect.Symbols[index];
            if (await feeds.DescribeAsync(settings.Market.Feed!, symbol, CancellationToken.None) is { } market)
            {
                markets.Add(market);
                CheckKinds(collect, market, errors);
            }
            else
            {
                errors.Add(new(PointerOf(index), "not_found", $"{symbol} is not in feed '{settings.Market.Feed}'."));
            }
        }

        if (errors.Count > 0)
        {
            return PreparedSession.Refused(errors.ToImmutable());
        }

        var dataset = await FindAsync(command.Owner, collect.Dataset);
        var conflicts = dataset is null ? [] : Conflicts(dataset, settings, markets);
        return conflicts.IsEmpty
            ? new PreparedSession([], [], [], null, []) { Collect = new CollectTarget(dataset?.Id, markets.ToImmutable()) }
            : PreparedSession.Conflicting(conflicts);
    }

    private static string PointerOf(int symbol) => FormattableString.Invariant($"/collect/symbols/{symbol}");

    private static void CheckKinds(CollectSelection collect, FeedMarket market, ImmutableArray<ValidationError>.Builder errors)
    {
        for (var index = 0; index < collect.Kinds.Length; index++)
        {
            if (!market.Brings(collect.Kinds[index]))
            {
                errors.Add(new(
                    FormattableString.Invariant($"/collect/kinds/{index}"), "out_of_range",
                    $"The feed brings no {SeriesKinds.NameOf(collect.Kinds[index])} of {market.Instrument.Symbol}."));
            }
        }
    }

    /// <summary>From now on, to where the recording ends: a series that is recorded already for a part of that would make the whole recording worthless.</summary>
    private ImmutableArray<ValidationError> Conflicts(Dataset dataset, SessionSettings settings, ImmutableArray<FeedMarket>.Builder markets)
    {
        var now = time.GetUtcNow();
        var span = new DataGap(now.ToUnixTimeMilliseconds(), settings.Duration is { } duration ? (now + duration).ToUnixTimeMilliseconds() : long.MaxValue);
        var conflicts = ImmutableArray.CreateBuilder<ValidationError>();
        for (var index = 0; index < markets.Count; index++)
        {
            var instrument = markets[index].Instrument;
            var record = new ImportRecord("", instrument.Symbol, Kind: null, ImportState.Importing, 0, 0, [], 0, now);
            if (dataset.Refuse(record, instrument.Venue, interval: null, span) is { } refusal)
            {
                conflicts.Add(refusal with { Pointer = dataset.SealedBy is null ? PointerOf(index) : "/collect/dataset" });
            }
        }

        return [.. conflicts.Distinct()];
    }

    /// <summary>The owner's dataset of that name, or of that id.</summary>
    private async Task<Dataset?> FindAsync(string owner, string wanted)
    {
        if (GrainKeys.IsDataset(wanted) && await grains.GetGrain<IDatasetGrain>(wanted).Find() is { } known && known.Owner == owner)
        {
            return known;
        }

        return await datasets.FindByNameAsync(owner, wanted) is { } row ? await grains.GetGrain<IDatasetGrain>(row.Id).Find() : null;
    }
}
