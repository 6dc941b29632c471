using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Indicators;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Reads a whole document: the members here, each section in <see cref="SectionParser"/>, what follows from all of them in <see cref="Reachability"/>.</summary>
internal sealed class StrategyParser
{
    private const int IndicatorNameLengthMax = 64;
    private const int DescriptionLengthMax = 2_000;
    private const int IndicatorsMax = 128;
    private const int LeverageWarning = 5;

    private readonly FaultList _faults = new();
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);

    public static StrategyParseResult Parse(ReadOnlyMemory<byte> utf8Json)
    {
        var parser = new StrategyParser();
        StrategyDocument? document = null;
        bool isReadable;
        using (var json = JsonText.Read(utf8Json, parser._faults))
        {
            isReadable = json is not null;
            if (json is not null)
            {
                document = parser.Document(json.RootElement);
            }
        }

        return new StrategyParseResult(parser._faults.Count == 0 ? document : null, parser._faults.Errors, parser._faults.Warnings) { IsReadable = isReadable };
    }

    private StrategyDocument? Document(JsonElement root)
    {
        JsonText.CheckDuplicates(root, string.Empty, _faults);
        if (ObjectReader.Open(root, string.Empty, _faults) is not { } reader)
        {
            return null;
        }

        var name = Name(reader);
        var description = Description(reader);
        var direction = reader.Choice<Direction>(reader.Required("direction"), "direction", [("long", Direction.Long), ("short", Direction.Short)]);
        var indicators = Indicators(reader);
        var sections = new SectionParser(_declared, direction ?? Direction.Long, _faults);
        var signal = reader.RequiredObject("signal") is { } signalReader ? sections.Signal(signalReader) : null;
        var cancel = reader.OptionalObject("cancel") is { } cancelReader ? sections.Cancel(cancelReader) : null;
        var entry = reader.RequiredObject("entry") is { } entryReader ? sections.Entry(entryReader) : null;
        var exit = reader.OptionalObject("exit") is { } exitReader ? sections.Exit(exitReader) : ExitSection.None;
        var emergency = reader.OptionalObject("emergency") is { } emergencyReader ? sections.Emergency(emergencyReader) : null;
        var limits = reader.OptionalObject("limits") is { } limitsReader ? sections.Limits(limitsReader) : StrategyLimits.None;
        reader.Close();
        CheckWayOut(reader, root);
        if (_faults.Count > 0 || name is null || direction is null || signal is null || entry is null || exit is null || limits is null)
        {
            return null;
        }

        var document = new StrategyDocument(
            name, description, direction.Value, indicators, signal, cancel, entry, exit, emergency, limits, JsonText.Canonical(root));
        Reachability.Check(document, _faults);
        Warn(document);
        return document;
    }

    private string? Name(ObjectReader reader)
    {
        if (reader.Text(reader.Required("name"), "name") is not { } name)
        {
            return null;
        }

        if (StrategyName.IsValid(name))
        {
            return name;
        }

        _faults.Add("/name", FaultCodes.OutOfRange, $"must be 1 to {StrategyName.LengthMax} of a-z, 0-9, - and _, found \"{JsonText.Shorten(name)}\".");
        return null;
    }

    private string Description(ObjectReader reader)
    {
        var description = reader.Text(reader.Optional("description"), "description") ?? string.Empty;
        if (description.Length > DescriptionLengthMax)
        {
            _faults.Add("/description", FaultCodes.OutOfRange, $"must be at most {DescriptionLengthMax} characters, found {description.Length}.");
        }

        return description;
    }

    private ImmutableArray<NamedIndicator> Indicators(ObjectReader reader)
    {
        if (reader.Required("indicators") is not { } element)
        {
            return [];
        }

        if (element.ValueKind is not JsonValueKind.Object)
        {
            _faults.Add("/indicators", FaultCodes.Malformed, $"must be an object, found {JsonText.Found(element)}.");
            return [];
        }

        var indicators = ImmutableArray.CreateBuilder<NamedIndicator>();
        foreach (var member in element.EnumerateObject())
        {
            var pointer = JsonPointer.Of("/indicators", member.Name);
            if (!_declared.Add(member.Name))
            {
                continue;
            }

            if (_declared.Count > IndicatorsMax)
            {
                _faults.Add(pointer, FaultCodes.OutOfRange, $"must be one of at most {IndicatorsMax} indicators, found one more.");
                break;
            }

            if (member.Name.Length is 0 or > IndicatorNameLengthMax || !member.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                _faults.Add(pointer, FaultCodes.OutOfRange, $"An indicator's name must be 1 to {IndicatorNameLengthMax} letters, digits, -, _ and ., found \"{JsonText.Shorten(member.Name)}\".");
            }

            var errors = new List<ValidationError>();
            if (IndicatorCatalog.Parse(member.Value, pointer, errors) is { } spec)
            {
                indicators.Add(new NamedIndicator(member.Name, spec));
            }

            _faults.Add(errors);
        }

        return indicators.DrainToImmutable();
    }

    private void CheckWayOut(ObjectReader reader, JsonElement root)
    {
        string[] ofEntry = ["stopLoss", "takeProfit", "trailingStop"];
        var found = reader.Has("exit") || reader.Has("emergency") || Within(root, "limits", "maxTimeInPosition")
            || ofEntry.Any(member => Within(root, "entry", member));
        if (!found)
        {
            _faults.Add(string.Empty, FaultCodes.Required, $"A position must have a way out: at least one of exit, emergency, {string.Join(", ", ofEntry)}, maxTimeInPosition is required, found none.");
        }
    }

    private static bool Within(JsonElement root, string section, string member) =>
        root.TryGetProperty(section, out var element) && element.ValueKind is JsonValueKind.Object && element.TryGetProperty(member, out _);

    private void Warn(StrategyDocument document)
    {
        var entry = document.Entry;
        if (entry.Leverage > LeverageWarning)
        {
            _faults.Warn("/entry/leverage", "high_leverage", $"A leverage above {LeverageWarning} brings liquidation near, found {entry.Leverage}.");
        }

        if (entry.Protection.StopLossPct is null)
        {
            _faults.Warn("/entry", "no_stop_loss", "Without a stopLoss nothing rests at the exchange: the position is unprotected while the platform is down.");
        }

        var share = entry.Protection.TakeProfit.Sum(step => step.ClosePct);
        var others = document.Exit.When is not null || document.Emergency is not null || entry.Protection.StopLossPct is not null
            || entry.Protection.TrailingStop is not null || document.Limits.MaxTimeInPosition is not null;
        if (!others && share < 100m)
        {
            _faults.Warn("/entry/takeProfit", "no_full_exit", $"The steps close {share:0.##} % of the position and nothing closes the rest.");
        }

        var used = new HashSet<string>(UsedNames(document), StringComparer.Ordinal);
        foreach (var named in document.Indicators.Where(named => !used.Contains(named.Name)))
        {
            _faults.Warn(JsonPointer.Of("/indicators", named.Name), "unused_indicator", $"No condition reads '{named.Name}'.");
        }
    }

    private static IEnumerable<string> UsedNames(StrategyDocument document)
    {
        Condition?[] conditions = [document.Signal.When, document.Cancel?.When, document.Entry.When, document.Exit.When, document.Emergency?.When];
        var names = conditions.SelectMany(when => when?.IndicatorNames() ?? []);
        return document.Entry.Size.Scale is { } scale ? names.Append(scale.By) : names;
    }
}
