using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Api.Sessions;

/// <summary>A session to create and start.</summary>
/// <param name="Collect">Mode <c>collect</c>, instead of strategies.</param>
/// <param name="Limits">For an account that the session creates; a limit left out keeps its default.</param>
/// <param name="Venue">Settings of the simulated venue; one left out keeps its default.</param>
/// <param name="Duration">Such as <c>2h</c>.</param>
public sealed record CreateSessionRequest(
    SessionMode Mode,
    MarketRequest Market,
    ImmutableArray<StrategyRequest>? Strategies = null,
    string? Name = null,
    string? Account = null,
    CollectRequest? Collect = null,
    JsonElement? Limits = null,
    JsonElement? Venue = null,
    decimal? InitialBalance = null,
    string? Duration = null,
    long Seed = 1,
    StopPolicy StopPolicy = StopPolicy.Cancel,
    int MaxActiveInstances = SessionSettings.MaxActiveInstancesDefault)
{
    /// <returns>Null when a fault was added.</returns>
    public SessionSettings? ToSettings(List<ValidationError> errors)
    {
        var limits = Limits is { } given ? RiskLimitCatalog.Read(given, RiskLimits.Default, "/limits", errors) : RiskLimits.Default;
        var venue = Venue is { } wanted ? SimulatedVenueSettings.Read(wanted, "/venue", errors) : SimulatedVenueOptions.Default;
        var speed = Market.SpeedOf(errors);
        TimeSpan? duration = null;
        if (Duration is not null)
        {
            if (DurationText.TryParse(Duration, out var parsed))
            {
                duration = parsed;
            }
            else
            {
                errors.Add(new("/duration", "malformed", $"The duration must be a whole number and one of ms, s, m, h, d, such as 2h, found {InputText.Quote(Duration)}."));
            }
        }

        var settings = new SessionSettings(
            Name, Mode, Account,
            [.. (Strategies ?? []).Select(strategy => new StrategySelection(strategy.Name, strategy.Version, strategy.Symbols))],
            new MarketSelection(Market.Feed, Market.Dataset, speed) { HasSpeed = Market.IsPaced }, limits, venue, InitialBalance ?? SessionSettings.InitialBalanceDefault, duration, Seed,
            StopPolicy, MaxActiveInstances)
        {
            Collect = Collect?.ToSelection(),
        };
        errors.AddRange(SessionRules.Check(settings, Duration));
        return errors.Count > 0 ? null : settings;
    }
}

/// <param name="Version">Left out: the newest, which is then pinned.</param>
public sealed record StrategyRequest(string Name, ImmutableArray<Symbol> Symbols, int? Version = null);

/// <summary>What a session of mode <c>collect</c> records.</summary>
/// <param name="Dataset">Name of a new dataset, or name or id of one that no session has used yet.</param>
/// <param name="Kinds">Of trades, book, mark and funding; left out: all that the feed brings.</param>
public sealed record CollectRequest(string? Dataset = null, ImmutableArray<Symbol>? Symbols = null, ImmutableArray<SeriesKind>? Kinds = null)
{
    internal CollectSelection ToSelection() => new(Dataset ?? "", Symbols ?? [], Kinds ?? []);
}

/// <summary>Exactly one of feed and dataset.</summary>
/// <param name="Speed"><c>"max"</c> or a factor of 0.001 to 1000000.</param>
public sealed record MarketRequest(string? Feed = null, string? Dataset = null, JsonElement? Speed = null)
{
    private const string Unbounded = "max";

    internal bool IsPaced => Speed is not (null or { ValueKind: JsonValueKind.Null });

    internal double? SpeedOf(List<ValidationError> errors)
    {
        switch (Speed)
        {
            case null or { ValueKind: JsonValueKind.Null }:
            case { ValueKind: JsonValueKind.String } text when text.GetString() == Unbounded:
                return null;
            case { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var factor):
                return factor;
            default:
                errors.Add(new("/market/speed", "malformed", $"The speed must be \"max\" or a factor, found {InputText.Show(Speed!.Value)}."));
                return null;
        }
    }
}

/// <param name="Policy">Left out: the session's own.</param>
public sealed record StopSessionRequest(StopPolicy? Policy = null);
