using System.Collections.Immutable;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Domain.Sessions.Setup;

/// <summary>What can be said of a collect session's settings without looking at anything else.</summary>
internal static class CollectRules
{
    public static void Check(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        if (settings.Mode is not SessionMode.Collect)
        {
            if (settings.Collect is not null)
            {
                errors.Add(new("/collect", "conflict", $"Only a session of mode collect has this member, found mode {settings.Mode.ToString().ToLowerInvariant()}."));
            }

            return;
        }

        CheckBesides(settings, errors);
        if (settings.Collect is not { } collect)
        {
            errors.Add(new("/collect", "required", "A session of mode collect says what it records, found nothing."));
            return;
        }

        if (collect.Dataset.Length == 0)
        {
            errors.Add(new("/collect/dataset", "required", "The name of a new or an existing dataset is needed, found none."));
        }
        else if (!Dataset.IsName(collect.Dataset))
        {
            errors.Add(new("/collect/dataset", "out_of_range", $"The name must be {Dataset.NameRule}, found {InputText.Quote(collect.Dataset)}."));
        }

        if (collect.Symbols.IsEmpty)
        {
            errors.Add(new("/collect/symbols", "required", "At least one symbol is needed, found none."));
        }

        if (collect.Symbols.Length > SessionSettings.SymbolsMax)
        {
            errors.Add(new("/collect/symbols", "out_of_range", $"The value must be at most {SessionSettings.SymbolsMax} symbols, found {collect.Symbols.Length}."));
        }

        if (collect.Symbols.Distinct().Count() != collect.Symbols.Length)
        {
            errors.Add(new("/collect/symbols", "conflict", $"A symbol is named once, found {SessionRules.FirstRepeated(collect.Symbols)} again."));
        }

        if (collect.Kinds.Distinct().Count() != collect.Kinds.Length)
        {
            errors.Add(new("/collect/kinds", "conflict", $"A kind is named once, found {SeriesKinds.NameOf(SessionRules.FirstRepeated(collect.Kinds))} again."));
        }

        if (collect.Kinds.Contains(SeriesKind.Candles))
        {
            errors.Add(new("/collect/kinds", "out_of_range", "The value must be of trades, book, mark and funding: candles are derived from trades, found candles."));
        }
    }

    /// <summary>What has no meaning where nothing is traded and time is the clock's.</summary>
    private static void CheckBesides(SessionSettings settings, ImmutableArray<ValidationError>.Builder errors)
    {
        if (!settings.Strategies.IsEmpty)
        {
            errors.Add(new("/strategies", "conflict", $"A collect session runs no strategies: leave the member out, found {settings.Strategies.Length}."));
        }

        if (settings.Account is not null)
        {
            errors.Add(new("/account", "conflict", $"A collect session trades on no account: leave the member out, found {InputText.Quote(settings.Account)}."));
        }

        if (settings.Market.Dataset is not null)
        {
            errors.Add(new("/market/dataset", "conflict", $"A collect session records a feed, found the dataset {InputText.Quote(settings.Market.Dataset)}."));
        }

        if (settings.Market is { Feed: not null, HasSpeed: true })
        {
            errors.Add(new("/market/speed", "conflict", $"A feed is recorded at the pace of the clock: leave the member out, found {SessionRules.SpeedOf(settings.Market)}."));
        }
    }
}
