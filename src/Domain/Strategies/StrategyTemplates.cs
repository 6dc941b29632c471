using System.Collections.Immutable;
using System.Text.Json;

namespace Trading.Domain.Strategies;

/// <summary>Documents to start from, each made to trade on a synthetic scenario.</summary>
public static class StrategyTemplates
{
    private const string Folder = "Trading.Domain.Strategies.Templates.";

    private static readonly Lazy<ImmutableArray<StrategyTemplate>> Loaded = new(() =>
    [
        Read("flash-pump-fade", "pump_and_dump"),
        Read("pump-rider", "pump_and_dump"),
        Read("trend-follower", "trend"),
        Read("calm-reversion", "calm"),
        Read("crash-rebound", "flash_crash"),
        Read("breakout-retest", "trend"),
    ]);

    public static ImmutableArray<StrategyTemplate> All => Loaded.Value;

    private static StrategyTemplate Read(string name, string scenario)
    {
        using var stream = typeof(StrategyTemplates).Assembly.GetManifestResourceStream($"{Folder}{name}.json")
            ?? throw new InvariantException($"Template {name} is not embedded.");
        using var reader = new StreamReader(stream);
        var json = reader.ReadToEnd();
        using var document = JsonDocument.Parse(json);
        return new StrategyTemplate(name, document.RootElement.GetProperty("description").GetString()!, scenario, json);
    }
}

/// <param name="Scenario">The synthetic scenario that it trades on.</param>
/// <param name="Json">The document as a trader would write it.</param>
public sealed record StrategyTemplate(string Name, string Description, string Scenario, string Json);
