using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Sessions.Setup;

/// <summary>What can be said of a session's settings without looking at anything else.</summary>
public static class SessionRules
{
    private const int LedgerDecimalsMax = 12;

    /// <summary>Event time over wall time; slower, a second would take a quarter of an hour, and faster nothing is ever waited for.</summary>
    private const double SpeedMin = 0.001;
    private const double SpeedMax = 1_000_000;
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(365);

    /// <param name="durationText">The duration as it was written; null when the settings alone are known.</param>
    /// <returns>Every fault with its pointer into the request; none when the settings hold.</returns>
    public static ImmutableArray<ValidationError> Check(SessionSettings settings, string? durationText = null)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        CheckName(settings, errors);
        if (settings.Mode is not SessionMode.Collect)
        {
            CheckAccount(settings, errors);
            CheckStrategies(settings, errors);
        }

        CollectRules.Check(settings, errors);
        CheckMarket(settings, errors);
        if (settings.InitialBalance is <= 0m or > 1_000_000_000_000m || decimal.Round(settings.InitialBalance, LedgerDecimalsMax) != settings.InitialBalance)
        {
            errors.Add(OutOfRange("/initialBalance", $"must be above 0, at most 10^12 and have at most {LedgerDecimalsMax} decimals, found {settings.InitialBalance}"));
        }

        if (settings.Duration is { } duration && (duration <= TimeSpan.Zero || duration > DurationMax))
        {
            errors.Add(OutOfRange("/duration", $"must be above 0 and at most 365 days, found {InputText.Quote(durationText ?? DurationText.Format(duration))}"));
        }

        if (settings.MaxActiveInstances is < 1 or > SessionSettings.StrategiesMax * SessionSettings.SymbolsMax)
        {
            errors.Add(OutOfRange("/maxActiveInstances", $"must be 1 to {SessionSettings.StrategiesMax * SessionSettings.SymbolsMax}, found {settings.MaxActiveInstances}"));
        }

        if (settings.Seed < 0)
        {
            errors.Add(OutOfRange("/seed", $"must be 0 or above, found {settings.Seed}"));
        }

        return errors.ToImmutable();
    }

    private static void CheckName(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        if (settings.Name is { } name && (name.Trim().Length == 0 || name.Length > SessionSettings.NameLengthMax || name.Any(char.IsControl)))
        {
            errors.Add(OutOfRange("/name", $"must be 1 to {SessionSettings.NameLengthMax} printable characters, found {InputText.Quote(name)}"));
        }
    }

    private static void CheckAccount(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        if (settings.Account is not null && (settings.Mode is SessionMode.Backtest || settings.Market.IsLockStep))
        {
            errors.Add(new("/account", "conflict", $"A session that replays its market owns an account of its own: leave the member out, found {InputText.Quote(settings.Account)}."));
        }
        else if (settings.Account is { } account && !AccountName.IsValid(account))
        {
            errors.Add(OutOfRange("/account", $"must be 1 to {AccountName.LengthMax} of a-z, 0-9, '.', '_' and '-', found {InputText.Quote(account)}"));
        }
    }

    private static void CheckStrategies(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        if (settings.Strategies.IsEmpty)
        {
            errors.Add(new("/strategies", "required", "At least one strategy is needed, found none."));
        }

        if (settings.Strategies.Length > SessionSettings.StrategiesMax)
        {
            errors.Add(OutOfRange("/strategies", $"must be at most {SessionSettings.StrategiesMax} strategies, found {settings.Strategies.Length}"));
        }

        for (var index = 0; index < settings.Strategies.Length; index++)
        {
            var strategy = settings.Strategies[index];
            var pointer = FormattableString.Invariant($"/strategies/{index}");
            if (settings.Strategies.Take(index).Any(before => string.Equals(before.Name, strategy.Name, StringComparison.Ordinal)))
            {
                errors.Add(new($"{pointer}/name", "conflict", $"Strategy {strategy.Name} is named twice."));
            }

            if (strategy.Version is < 1)
            {
                errors.Add(OutOfRange($"{pointer}/version", $"must be 1 or above, found {strategy.Version}"));
            }

            if (strategy.Symbols.IsEmpty)
            {
                errors.Add(new($"{pointer}/symbols", "required", "At least one symbol is needed, found none."));
            }

            if (strategy.Symbols.Distinct().Count() != strategy.Symbols.Length)
            {
                errors.Add(new($"{pointer}/symbols", "conflict", $"A symbol is named once, found {FirstRepeated(strategy.Symbols)} again."));
            }
        }

        if (settings.Symbols.Length > SessionSettings.SymbolsMax)
        {
            errors.Add(OutOfRange("/strategies", $"must be at most {SessionSettings.SymbolsMax} symbols in all, found {settings.Symbols.Length}"));
        }

        if (settings.Symbols.Select(symbol => symbol.Quote).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            errors.Add(new("/strategies", "conflict", $"All symbols of a session share one quote, the account's currency, found {string.Join(", ", settings.Symbols.Select(symbol => symbol.Quote).Distinct(StringComparer.Ordinal))}."));
        }
    }

    private static void CheckMarket(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        var market = settings.Market;
        if ((market.Feed is null) == (market.Dataset is null))
        {
            errors.Add(new("/market", "required", $"Exactly one of feed and dataset is needed, found {(market.Feed is null ? "neither" : "both")}."));
        }

        if (settings.Mode is SessionMode.Backtest && market.Feed is not null)
        {
            errors.Add(new("/market/feed", "conflict", $"A backtest runs on a dataset, found the feed {InputText.Quote(market.Feed)}."));
        }
        else if (market.Feed is { } feed && feed is not FeedNames.Mexc && !FeedNames.TryParseSynthetic(feed, out _))
        {
            errors.Add(new("/market/feed", "not_found", $"There is no feed '{InputText.Shorten(feed)}'; there are {string.Join(", ", FeedNames.All)}."));
        }

        if (market is { Feed: not null, HasSpeed: true, Speed: null } && settings.Duration is null && settings.Mode is not SessionMode.Collect)
        {
            errors.Add(new("/duration", "required", "A generated market has no end: at speed \"max\" a duration is needed, found none."));
        }

        if (market is { Feed: FeedNames.Mexc, HasSpeed: true } && settings.Mode is not SessionMode.Collect)
        {
            errors.Add(new("/market/speed", "conflict", $"An exchange's feed runs at its own pace: leave the member out, found {SpeedOf(market)}."));
        }

        if (market.Speed is { } speed && !(speed is >= SpeedMin and <= SpeedMax))
        {
            errors.Add(OutOfRange("/market/speed", FormattableString.Invariant($"must be \"max\" or a factor of {SpeedMin} to {SpeedMax}, found {speed}")));
        }

        if (settings.Mode is SessionMode.Backtest && market.Speed is not null)
        {
            errors.Add(new("/market/speed", "conflict", $"A backtest runs as fast as it goes: only \"max\" is allowed, found {SpeedOf(market)}."));
        }
    }

    internal static string SpeedOf(MarketSelection market) => market.Speed is { } factor ? FormattableString.Invariant($"{factor}") : "\"max\"";

    internal static T FirstRepeated<T>(IEnumerable<T> items) => items.GroupBy(item => item).First(same => same.Skip(1).Any()).Key;

    private static ValidationError OutOfRange(string pointer, string rule) => new(pointer, "out_of_range", $"The value {rule}.");
}
