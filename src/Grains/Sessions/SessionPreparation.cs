using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Domain.Strategies;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Runs;
using Trading.Storage.Datasets;

namespace Trading.Grains.Sessions;

/// <summary>Checks all that can be checked before a session exists: rules, strategies, dataset, pre-flight. Changes nothing but the seal.</summary>
internal sealed class SessionPreparation(IGrainFactory grains, IDatasetQueries datasets, IReplayData data)
{
    /// <summary>As <see cref="Check"/>, and seals the dataset when nothing speaks against it.</summary>
    public async Task<PreparedSession> Prepare(string id, StartSession command)
    {
        var prepared = await Check(command);
        if (!prepared.Errors.IsEmpty)
        {
            return prepared;
        }

        var dataset = await grains.GetGrain<IDatasetGrain>(prepared.Dataset!.Id).Seal(id);
        return dataset is null
            ? PreparedSession.Refused(new ValidationError("/market/dataset", "conflict", "The dataset was taken away meanwhile."))
            : prepared with { Dataset = dataset };
    }

    public async Task<PreparedSession> Check(StartSession command)
    {
        var settings = command.Settings;
        if (settings.Mode is not SessionMode.Backtest)
        {
            return PreparedSession.Refused(new ValidationError("/mode", "out_of_range", $"This installation runs backtests; {settings.Mode} sessions are not available."));
        }

        var errors = SessionRules.Check(settings).ToBuilder();
        if (errors.Count > 0)
        {
            return PreparedSession.Refused(errors.ToImmutable());
        }

        var dataset = await FindDataset(command, errors);
        var pinned = ImmutableArray.CreateBuilder<PinnedStrategy>();
        var warnings = ImmutableArray.CreateBuilder<ValidationError>();
        var prices = new Dictionary<Symbol, decimal>();
        for (var index = 0; index < settings.Strategies.Length; index++)
        {
            var pointer = FormattableString.Invariant($"/strategies/{index}");
            if (await Pin(command.Owner, settings.Strategies[index], pointer, errors) is not { } strategy)
            {
                continue;
            }

            pinned.Add(strategy);
            if (dataset is not null)
            {
                await PreFlight(strategy, settings, dataset, pointer, prices, errors);
                warnings.AddRange(WarningsOf(strategy, dataset, pointer));
            }
        }

        return errors.Count > 0
            ? PreparedSession.Refused(errors.ToImmutable())
            : new PreparedSession([], warnings.ToImmutable(), pinned.ToImmutable(), dataset);
    }

    private async Task<Dataset?> FindDataset(StartSession command, ImmutableArray<ValidationError>.Builder errors)
    {
        var wanted = command.Settings.Market.Dataset!;
        var dataset = GrainKeys.IsDataset(wanted) ? await grains.GetGrain<IDatasetGrain>(wanted).Find() : null;
        if (dataset is null && await datasets.FindByNameAsync(command.Owner, wanted) is { } named)
        {
            dataset = await grains.GetGrain<IDatasetGrain>(named.Id).Find();
        }

        if (dataset is null || !(command.CanReadAll || dataset.Shared || dataset.Owner == command.Owner))
        {
            errors.Add(new("/market/dataset", "not_found", $"There is no dataset '{wanted}'."));
            return null;
        }

        if (dataset.State is not DatasetState.Ready)
        {
            errors.Add(new("/market/dataset", "conflict", $"Dataset '{wanted}' is {dataset.State}, not ready."));
            return null;
        }

        return dataset;
    }

    private async Task<PinnedStrategy?> Pin(
        string owner, StrategySelection selection, string pointer, ImmutableArray<ValidationError>.Builder errors)
    {
        var version = StrategyName.IsValid(selection.Name)
            ? await grains.GetGrain<IStrategyVersionsGrain>(GrainKeys.ForStrategyVersions(owner, selection.Name)).Find(selection.Version)
            : null;
        if (version is null)
        {
            errors.Add(new(
                selection.Version is null ? $"{pointer}/name" : $"{pointer}/version", "not_found",
                $"There is no strategy '{selection.Name}'{(selection.Version is { } wanted ? FormattableString.Invariant($" of version {wanted}") : "")}."));
            return null;
        }

        return new PinnedStrategy(version.Name, version.Version, version.Document, selection.Symbols);
    }

    /// <param name="prices">First prices found so far: strategies share symbols, and each costs the reading of a segment.</param>
    private async Task PreFlight(
        PinnedStrategy strategy, SessionSettings settings, Dataset dataset, string pointer, Dictionary<Symbol, decimal> prices,
        ImmutableArray<ValidationError>.Builder errors)
    {
        var compiled = ReplayStrategies.Compile(strategy);
        for (var index = 0; index < strategy.Symbols.Length; index++)
        {
            if (dataset.Find(strategy.Symbols[index]) is not { } recorded)
            {
                errors.Add(new(
                    FormattableString.Invariant($"{pointer}/symbols/{index}"), "not_found", $"{strategy.Symbols[index]} is not in dataset '{dataset.Name}'."));
                continue;
            }

            if (!prices.TryGetValue(recorded.Symbol, out var price))
            {
                prices[recorded.Symbol] = price = await data.FirstPriceAsync(dataset, recorded.Symbol);
            }

            errors.AddRange(StrategyPreFlight.Check(compiled, FactsOf(recorded, price, settings), pointer));
        }
    }

    private static IEnumerable<ValidationError> WarningsOf(PinnedStrategy strategy, Dataset dataset, string pointer) => strategy.Symbols
        .Select((symbol, index) => dataset.Find(symbol) is { } recorded
            ? MarkCoverage.Warn(recorded, FormattableString.Invariant($"{pointer}/symbols/{index}"))
            : null)
        .OfType<ValidationError>();

    private static PreFlightFacts FactsOf(DatasetSymbol recorded, decimal price, SessionSettings settings) => new(
        recorded.Instrument,
        price,
        settings.InitialBalance,
        settings.Venue.TakerFeeRate,
        HasTrades: recorded.Find(SeriesKind.Trades) is not null || recorded.Find(SeriesKind.Candles) is not null,
        HasBook: recorded.Find(SeriesKind.Book) is not null,
        HasMark: recorded.Find(SeriesKind.Mark) is not null,
        TimeSpan.FromMilliseconds(recorded.ToMs - recorded.FromMs),
        settings.Limits);
}
