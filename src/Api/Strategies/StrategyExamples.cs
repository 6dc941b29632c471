using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Domain;
using Trading.Domain.Strategies;

namespace Trading.Api.Strategies;

/// <summary>What OpenAPI shows of strategies.</summary>
internal static class StrategyExamples
{
    private static readonly DateTimeOffset At = new(2024, 1, 1, 1, 2, 3, TimeSpan.Zero);

    private static readonly StrategyTemplate Template = StrategyTemplates.All[0];

    public static JsonNode Document => JsonNode.Parse(Template.Json)!;

    public static StrategySavedAnswer Saved { get; } = new(Template.Name, 1, []);

    public static StrategyAnswer Strategy { get; } = new(Template.Name, "alice", 2, Archived: false, At, At.AddMinutes(5));

    public static StrategyVersionAnswer Version { get; } = new(Template.Name, 2, At.AddMinutes(5), JsonElement.Parse(Template.Json));

    public static StrategyValidationAnswer Validation { get; } = new(
        Valid: false, [new ValidationError("/entry/size/value", "out_of_range", "must be above 0 and at most 100, found 250.")], []);

    public static StrategyTemplateAnswer TemplateAnswer { get; } = StrategyTemplateAnswer.From(Template);
}
