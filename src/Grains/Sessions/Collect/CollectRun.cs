using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.MarketData.Synthetic;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Placement;
using Trading.Storage.Datasets;

namespace Trading.Grains.Sessions.Collect;

/// <summary>What a collect session asks of its dataset, which owns what is recorded, and of its markets, which record.</summary>
internal sealed class CollectRun(SessionState state, IGrainFactory grains, DatasetStore datasets, IDatasetQueries queries, TimeProvider time) : ILiveRun
{
    /// <summary>As a paper session's feed: the market has been there for a while.</summary>
    private static readonly TimeSpan FeedLead = TimeSpan.FromMinutes(15);

    private Session Session => state.Session!;

    private CollectPlan Plan => state.Collect!;

    private IDatasetGrain Dataset => grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(Plan.DatasetId));

    public static CollectPlan PlanOf(string sessionId, SessionSettings settings, CollectTarget target, DateTimeOffset now)
    {
        var collect = settings.Collect!;
        var part = sessionId[(sessionId.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return new CollectPlan(
            sessionId,
            new MarketSource(settings.Market.Feed!, Dataset: null, settings.Seed, now - FeedLead, Clock: null),
            target.DatasetId ?? $"dat-{part}",
            target.DatasetId is null ? collect.Dataset : null,
            [
                .. target.Markets.Select(market => new PlannedRecording(
                    $"imp-{part}-{market.Instrument.Symbol.KeyPart}", SourceOf(sessionId, settings.Market.Feed!, market, collect.Kinds))),
            ],
            now);
    }

    /// <summary>Makes the dataset if it is new, and opens a recording in it for each symbol: all or none.</summary>
    public async Task<StartOutcome?> LeaseAsync()
    {
        var now = time.GetUtcNow();
        if (Plan.DatasetName is { } name
            && !await datasets.CreateAsync(new DatasetRow(Plan.DatasetId, Session.Owner, name, Shared: false, DatasetStates.Ready, Scenario: null, now, now))
            && (await queries.FindByNameAsync(Session.Owner, name))?.Id != Plan.DatasetId)
        {
            return Refused(new("", "conflict", "A dataset of that name was made at the same moment: try again."));
        }

        var span = new DataGap(now.ToUnixTimeMilliseconds(), state.Settings!.Duration is { } duration ? (now + duration).ToUnixTimeMilliseconds() : long.MaxValue);
        var refusal = await Dataset.StartRecordings([.. Plan.Recordings.Select(recording => new StartImport(recording.ImportId, recording.Source, span))]);
        return refusal is null ? null : Refused(refusal);
    }

    public async Task OpenAsync()
    {
        FeedContext.Set(Plan.Feed);
        foreach (var recording in Plan.Recordings)
        {
            await MarketOf(recording).Subscribe(new MarketSubscription(
                Session.Id, Plan.Source, Account: null, Instances: [], TimeSpan.Zero, recording.ImportId, Venue: null)
            {
                Owner = Session.Owner,
            });
        }
    }

    public async Task UndoAsync()
    {
        await HaltAsync();
        await Dataset.EndRecordings(ImportIds());
    }

    public Task TouchAsync()
    {
        FeedContext.Set(Plan.Feed);
        return Task.WhenAll(Plan.Recordings.Select(recording => MarketOf(recording).Touch()));
    }

    /// <summary>The markets store what they have, and record no more.</summary>
    public Task HaltAsync()
    {
        FeedContext.Set(Plan.Feed);
        return Task.WhenAll(Plan.Recordings.Select(recording => MarketOf(recording).Unsubscribe(Session.Id)));
    }

    /// <summary>Over once the dataset has taken up what was recorded, or has said why not.</summary>
    public async Task<string?> WindUpAsync(StopPolicy policy, string actor, DateTimeOffset since)
    {
        await HaltAsync();
        var imports = await Dataset.EndRecordings(ImportIds());
        if (imports.Any(import => import.State is ImportState.Importing))
        {
            return null;
        }

        return imports.Length < Plan.Recordings.Length
            ? "the dataset was deleted"
            : string.Join(' ', imports.Where(import => import.State is ImportState.Failed).Select(import => import.Errors is [var first, ..] ? first.Detail : import.Id));
    }

    public async Task<LiveStanding> StandAsync()
    {
        FeedContext.Set(Plan.Feed);
        return new LiveStanding([], [.. await Task.WhenAll(Plan.Recordings.Select(async recording => (recording.Source.Symbol, await MarketOf(recording).Find())))]);
    }

    private static ImportSource SourceOf(string sessionId, string feed, FeedMarket market, ImmutableArray<SeriesKind> kinds) => new(
        market.Instrument.Symbol, market.Instrument.Venue, Kind: null, Interval: null, InstrumentTerms.Of(market.Instrument), SkipBadRows: false, Synthetic: null)
    {
        Recording = new RecordingSource(
            sessionId,
            kinds.IsEmpty ? [.. Enum.GetValues<SeriesKind>().Where(market.Brings)] : kinds,
            FeedNames.TryParseSynthetic(feed, out var scenario) ? SyntheticScenarios.NameOf(scenario) : null),
    };

    private static StartOutcome Refused(ValidationError refusal) => StartOutcome.DatasetConflict([refusal with { Pointer = "/collect/dataset" }]);

    private ImmutableArray<string> ImportIds() => [.. Plan.Recordings.Select(recording => recording.ImportId)];

    private IMarketGrain MarketOf(PlannedRecording recording) => grains.GetGrain<IMarketGrain>(GrainKeys.ForMarket(Plan.Feed, recording.Source.Symbol));
}
