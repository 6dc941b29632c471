using System.Diagnostics.CodeAnalysis;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>The scenarios by the names that feeds, requests and reports use.</summary>
public static class SyntheticScenarios
{
    private static readonly (string Name, SyntheticScenario Scenario)[] Known =
    [
        ("calm", SyntheticScenario.Calm),
        ("trend", SyntheticScenario.Trend),
        ("pump_and_dump", SyntheticScenario.PumpAndDump),
        ("flash_crash", SyntheticScenario.FlashCrash),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    public static string NameOf(SyntheticScenario scenario) => Known[(int)scenario].Name;

    public static bool TryParse([NotNullWhen(true)] string? name, out SyntheticScenario scenario)
    {
        var index = Array.FindIndex(Known, known => known.Name == name);
        scenario = index < 0 ? default : Known[index].Scenario;
        return index >= 0;
    }
}
