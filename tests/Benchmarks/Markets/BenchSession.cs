using System.Collections.Immutable;
using System.Text;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Catalogue;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Benchmarks.Markets;

/// <summary>A paper session on a feed of the measure's own.</summary>
internal static class BenchSession
{
    private const string Owner = "bench";
    private const int IdLength = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly RiskLimits Loose = RiskLimits.Default with { OrdersPerSecond = 1_000, OpenPositions = 1_000, ExposurePct = 1_000m };

    /// <summary>Running when the task completes.</summary>
    /// <param name="letter">In which the ids of sessions differ.</param>
    /// <param name="strategies">Documents, each with the symbols that it trades.</param>
    public static async Task StartAsync(IGrainFactory grains, char letter, IEnumerable<(string Json, ImmutableArray<Symbol> Symbols)> strategies)
    {
        var selections = new List<StrategySelection>();
        foreach (var (json, symbols) in strategies)
        {
            selections.Add(new StrategySelection(await SaveAsync(grains, json), null, symbols));
        }

        var session = grains.GetGrain<ISessionGrain>(GrainKeys.ForSession($"ses-bench{letter}".PadRight(IdLength, 'a')));
        var outcome = await session.Start(new StartSession(Owner, Owner, "bench", new SessionSettings(
            null, SessionMode.Paper, null, [.. selections], new MarketSelection("synthetic:calm", null, null), Loose,
            SimulatedVenueOptions.Default, 10_000_000m, null, 1, StopPolicy.Cancel, 10_000), CanReadAll: false));
        if (outcome.Result is not StartResult.Started)
        {
            throw new InvalidOperationException($"The session did not start: {string.Join("; ", outcome.Errors)}");
        }

        using var limit = new CancellationTokenSource(Limit);
        while (await session.WhenStarted(Owner, Patience) is not { Session.Status: SessionStatus.Running })
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<string> SaveAsync(IGrainFactory grains, string json)
    {
        var parsed = StrategyDocument.Parse(Encoding.UTF8.GetBytes(json));
        var document = parsed.Document ?? throw new InvalidOperationException($"{parsed.Errors[0].Pointer}: {parsed.Errors[0].Detail}");
        var saved = await grains.GetGrain<IStrategyVersionsGrain>(GrainKeys.ForStrategyVersions(Owner, document.Name)).Create(document.CanonicalJson, request: null);
        return saved.Result is SaveResult.Saved or SaveResult.Exists ? document.Name : throw new InvalidOperationException($"{document.Name} was not saved: {saved.Result}");
    }
}
