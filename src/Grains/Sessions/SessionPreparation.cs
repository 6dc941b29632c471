using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Domain.Strategies;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Runs;
using Trading.Grains.Sessions.Collect;
using Trading.Grains.Venues;
using Trading.Storage.Datasets;

namespace Trading.Grains.Sessions;

/// <summary>Checks all that can be checked before a session exists: rules, strategies, market, account, pre-flight. Changes nothing but the seal.</summary>
internal sealed class SessionPreparation(IGrainFactory grains, IDatasetQueries datasets, IReplayData data, IMarketFeeds feeds, CollectPreparation collect)
{
    /// <summary>As <see cref="Check"/>, and seals the dataset when nothing speaks against it.</summary>
    public async Task<PreparedSession> Prepare(string id, StartSession command)
    {
        var prepared = await Check(command);
        if (!prepared.Errors.IsEmpty || prepared.Dataset is null)
        {
            return prepared;
        }

        var dataset = await grains.GetGrain<IDatasetGrain>(prepared.Dataset.Id).Seal(id);
        return dataset is null
            ? PreparedSession.Refused(new ValidationError("/market/dataset", Dataset.NotReady, "Meanwhile the dataset was deleted, or an import into it began."))
            : prepared with { Dataset = dataset };
    }

    public async Task<PreparedSession> Check(StartSession command)
    {
        var settings = command.Settings;
        if (Unavailable(settings) is { } refusal)
        {
            return PreparedSession.Refused(refusal);
        }

        var errors = SessionRules.Check(settings).ToBuilder();
        if (errors.Count > 0)
        {
            return PreparedSession.Refused(errors.ToImmutable());
        }

        if (settings.Mode is SessionMode.Collect)
        {
            return await collect.Check(command);
        }

        ISessionMarket? market = settings.Market.Feed is { } feed
            ? new FeedSource(feed, feeds)
            : await FindDataset(command, errors) is { } found ? new DatasetMarket(found, data) : null;
        var terms = await TermsOf(command, errors);
        var pinned = ImmutableArray.CreateBuilder<PinnedStrategy>();
        var warnings = ImmutableArray.CreateBuilder<ValidationError>();
        for (var index = 0; index < settings.Strategies.Length; index++)
        {
            var pointer = FormattableString.Invariant($"/strategies/{index}");
            if (await Pin(command.Owner, settings.Strategies[index], pointer, errors) is not { } strategy)
            {
                continue;
            }

            pinned.Add(strategy);
            if (market is not null)
            {
                await PreFlight(strategy, terms, market, pointer, errors, warnings);
            }
        }

        return errors.Count > 0
            ? PreparedSession.Refused(errors.ToImmutable())
            : new PreparedSession(
                [], warnings.ToImmutable(), pinned.ToImmutable(), (market as DatasetMarket)?.Dataset, (market as FeedSource)?.Markets ?? []);
    }

    /// <summary>What this installation does not run.</summary>
    private static ValidationError? Unavailable(SessionSettings settings) => settings switch
    {
        { Mode: SessionMode.Live } =>
            new("/mode", "out_of_range", "Live trading is not enabled on this installation: it has no exchange adapter; found live."),
        { Mode: SessionMode.Paper or SessionMode.Collect, Market.Feed: FeedNames.Mexc } =>
            new("/market/feed", "out_of_range", $"This installation has no exchange: use a synthetic feed, found {FeedNames.Mexc}."),
        _ => null,
    };

    private async Task<Dataset?> FindDataset(StartSession command, ImmutableArray<ValidationError>.Builder errors)
    {
        var wanted = command.DatasetId ?? command.Settings.Market.Dataset!;
        var dataset = GrainKeys.IsDataset(wanted) ? await grains.GetGrain<IDatasetGrain>(wanted).Find() : null;
        if (dataset is null && command.DatasetId is null && await datasets.FindByNameAsync(command.Owner, wanted) is { } named)
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
            errors.Add(new("/market/dataset", Dataset.NotReady, $"Dataset '{wanted}' is {dataset.State}, not ready."));
            return null;
        }

        return dataset;
    }

    /// <summary>A named account that is there already trades with what it has; else the session's settings say what it begins with.</summary>
    private async Task<SessionTerms> TermsOf(StartSession command, ImmutableArray<ValidationError>.Builder errors)
    {
        var settings = command.Settings;
        if (settings.Account is { } name && await grains.GetGrain<IAccountGrain>(GrainKeys.ForAccount(command.Owner, name)).Find(command.Owner) is { } known)
        {
            if (known.Opening.Venue is not VenueDirectory.Simulated)
            {
                errors.Add(new("/account", "conflict", $"Account '{name}' is at venue {known.Opening.Venue}: a paper session needs a paper account."));
            }

            if (settings.Symbols is [var first, ..] && first.Quote != known.Opening.Currency)
            {
                errors.Add(new("/account", "conflict", $"Account '{name}' holds {known.Opening.Currency}, the symbols are quoted in {first.Quote}."));
            }

            return new SessionTerms(known.Account.Equity, known.Opening.TakerFeeRate, known.Account.Limits);
        }

        return new SessionTerms(settings.InitialBalance, settings.Venue.TakerFeeRate, settings.Limits);
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

    private static async Task PreFlight(
        PinnedStrategy strategy, SessionTerms terms, ISessionMarket market, string pointer, ImmutableArray<ValidationError>.Builder errors,
        ImmutableArray<ValidationError>.Builder warnings)
    {
        var compiled = ReplayStrategies.Compile(strategy);
        for (var index = 0; index < strategy.Symbols.Length; index++)
        {
            var at = FormattableString.Invariant($"{pointer}/symbols/{index}");
            var symbol = strategy.Symbols[index];
            if (await market.FactsOf(symbol, terms) is not { } facts)
            {
                errors.Add(new(at, "not_found", $"{symbol} is not in {market.Name}."));
                continue;
            }

            errors.AddRange(StrategyPreFlight.Check(compiled, facts, pointer));
            if (market.Warn(symbol, at) is { } warning)
            {
                warnings.Add(warning);
            }
        }
    }
}
