using System.Text.Json;
using Trading.Domain;
using Trading.Domain.Strategies;
using Trading.Storage.Strategies;

namespace Trading.Api.Strategies;

/// <param name="Version">The newest; also the entity tag.</param>
/// <param name="Warnings">What does not block but should be known.</param>
public sealed record StrategySavedAnswer(string Name, int Version, IReadOnlyList<ValidationError> Warnings);

/// <param name="Version">The newest.</param>
public sealed record StrategyAnswer(string Name, string Owner, int Version, bool Archived, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static StrategyAnswer From(StrategyRow row) => new(row.Name, row.Owner, row.Version, row.Archived, row.CreatedAt, row.UpdatedAt);
}

public sealed record StrategyVersionAnswer(string Name, int Version, DateTimeOffset CreatedAt, JsonElement Document)
{
    public static StrategyVersionAnswer From(StrategyVersionRow row) => new(row.Name, row.Version, row.CreatedAt, JsonElement.Parse(row.Document));
}

public sealed record StrategyValidationAnswer(bool Valid, IReadOnlyList<ValidationError> Errors, IReadOnlyList<ValidationError> Warnings)
{
    public static StrategyValidationAnswer From(StrategyParseResult parsed) => new(parsed.IsValid, parsed.Errors, parsed.Warnings);
}

/// <param name="Scenario">The synthetic scenario that it trades on.</param>
/// <param name="Document">Ready to be posted.</param>
public sealed record StrategyTemplateAnswer(string Name, string Description, string Scenario, JsonElement Document)
{
    public static StrategyTemplateAnswer From(StrategyTemplate template) =>
        new(template.Name, template.Description, template.Scenario, JsonElement.Parse(template.Json));
}
