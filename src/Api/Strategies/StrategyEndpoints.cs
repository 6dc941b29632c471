using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Catalogue;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Users;
using Trading.Storage.Strategies;

namespace Trading.Api.Strategies;

/// <summary>Write, read and check strategies.</summary>
internal static class StrategyEndpoints
{
    /// <summary>A part of the address that is taken: a strategy of this name could never be read.</summary>
    private const string TemplatesPath = "templates";

    public static void MapStrategies(this IEndpointRouteBuilder routes)
    {
        var strategies = routes.MapGroup("/strategies").WithTags("Strategies");
        strategies.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(new QueryParameter("name", "Of this name.", IsNumber: false), new QueryParameter("archived", "Archived ones, or the others.", IsNumber: false, "true", "false"))
            .WithName("ListStrategies").WithSummary("Strategies, newest first.")
            .WithExamples(answer: new ListAnswer<StrategyAnswer>([StrategyExamples.Strategy], NextCursor: null));
        strategies.MapPost("/", Create).RequireAuthorization(Policies.Writer).TakesIdempotencyKey()
            .WithName("CreateStrategy").WithSummary("Save a new strategy; the document is the body.")
            .WithExamples(StrategyExamples.Document, StrategyExamples.Saved);
        strategies.MapPost("/validate", Validate).RequireAuthorization(Policies.Reader)
            .WithName("ValidateStrategy").WithSummary("Every error and warning of a document; saves nothing.")
            .WithExamples(StrategyExamples.Document, StrategyExamples.Validation);
        strategies.MapGet($"/{TemplatesPath}", Templates).RequireAuthorization(Policies.Reader)
            .WithName("ListStrategyTemplates").WithSummary("Documents to start from, each with the synthetic scenario that it trades on.")
            .WithExamples(answer: new ListAnswer<StrategyTemplateAnswer>([StrategyExamples.TemplateAnswer], NextCursor: null));
        strategies.MapGet("/{name}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetStrategy").WithSummary("The newest version's document; its number is the entity tag.")
            .WithExamples(answer: StrategyExamples.Document);
        strategies.MapPut("/{name}", Save).RequireAuthorization(Policies.Writer)
            .WithName("SaveStrategy").WithSummary("Save the next version; an unchanged document keeps the newest.")
            .WithExamples(StrategyExamples.Document, StrategyExamples.Saved with { Version = 2 });
        strategies.MapDelete("/{name}", Archive).RequireAuthorization(Policies.Writer)
            .WithName("ArchiveStrategy").WithSummary("Hide a strategy; its versions and the sessions that pinned them stay.")
            .WithExamples();
        strategies.MapGet("/{name}/versions", Versions).RequireAuthorization(Policies.Reader)
            .WithName("ListStrategyVersions").WithSummary("Every version with its document, newest first, of archived strategies too.")
            .WithExamples(answer: new ListAnswer<StrategyVersionAnswer>([StrategyExamples.Version], NextCursor: null));
    }

    private static async Task<Ok<ListAnswer<StrategyAnswer>>> List(
        ListQuery query, OwnerScope scope, IStrategyQueries strategies, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new StrategyFilter(scope.ForList, reader.Text("name", StrategyName.LengthMax), reader.OneOf("archived", "true", "false") is "true");
        reader.ThrowIfFaulty();
        return TypedResults.Ok(ListAnswer.From(await strategies.ListAsync(filter, query.Page, context.RequestAborted), StrategyAnswer.From));
    }

    private static async Task<Results<Created<StrategySavedAnswer>, ProblemResult>> Create(
        StrategyBody body, OwnerScope scope, IGrainFactory grains, HttpContext context)
    {
        if (body.Parsed.Document is not { } document)
        {
            return Problem.Invalid(body.Parsed.Errors);
        }

        if (document.Name is TemplatesPath)
        {
            return Problem.Conflict($"The name {TemplatesPath} is taken by the platform.");
        }

        if (scope.Asked is { } owner && await grains.GetGrain<IUserGrain>(GrainKeys.ForUser(owner)).Find() is null)
        {
            return Problem.NotFound($"There is no user {owner}.");
        }

        var outcome = await StrategyOf(document.Name, scope, grains).Create(document.CanonicalJson, IdempotentRequest.Find(context)?.Identity);
        if (outcome.Result is not SaveResult.Saved)
        {
            return Refused(outcome, document.Name);
        }

        ETags.Set(context.Response, outcome.Version!.Value);
        return TypedResults.Created($"/api/v1/strategies/{document.Name}", SavedAnswer(outcome, body.Parsed));
    }

    private static Ok<StrategyValidationAnswer> Validate(StrategyBody body) => TypedResults.Ok(StrategyValidationAnswer.From(body.Parsed));

    private static Ok<ListAnswer<StrategyTemplateAnswer>> Templates(WholeListQuery query) =>
        TypedResults.Ok(query.Of(StrategyTemplates.All.Select(StrategyTemplateAnswer.From)));

    private static async Task<Results<Ok<JsonObject>, ProblemResult>> Find(string name, OwnerScope scope, IGrainFactory grains, HttpContext context)
    {
        if (!StrategyName.IsValid(name) || await StrategyOf(name, scope, grains).Find(version: null) is not { } newest)
        {
            return Problem.NotFound("strategy", name);
        }

        ETags.Set(context.Response, newest.Version);
        return TypedResults.Ok(JsonNode.Parse(newest.Document)!.AsObject());
    }

    private static async Task<Results<Ok<StrategySavedAnswer>, ProblemResult>> Save(
        string name, StrategyBody body, OwnerScope scope, IGrainFactory grains, HttpContext context)
    {
        if (!StrategyName.IsValid(name))
        {
            return Problem.NotFound("strategy", name);
        }

        if (body.Parsed.Document is not { } document)
        {
            return Problem.Invalid(body.Parsed.Errors);
        }

        if (document.Name != name)
        {
            return Problem.Invalid("/name", ProblemCodes.OutOfRange, $"must be the name of the address, {name}, found {document.Name}.");
        }

        var outcome = await StrategyOf(name, scope, grains).Save(document.CanonicalJson, ETags.Asked(context.Request));
        if (outcome.Result is not (SaveResult.Saved or SaveResult.Unchanged))
        {
            return Refused(outcome, name);
        }

        ETags.Set(context.Response, outcome.Version!.Value);
        return TypedResults.Ok(SavedAnswer(outcome, body.Parsed));
    }

    private static async Task<Results<NoContent, ProblemResult>> Archive(string name, OwnerScope scope, IGrainFactory grains, HttpContext context)
    {
        if (!StrategyName.IsValid(name))
        {
            return Problem.NotFound("strategy", name);
        }

        var outcome = await StrategyOf(name, scope, grains).Archive(ETags.Asked(context.Request));
        return outcome.Result is SaveResult.Archived ? TypedResults.NoContent() : Refused(outcome, name);
    }

    private static async Task<Results<Ok<ListAnswer<StrategyVersionAnswer>>, ProblemResult>> Versions(
        string name, ListQuery query, OwnerScope scope, IStrategyQueries strategies, IGrainFactory grains, CancellationToken cancellation)
    {
        if (!StrategyName.IsValid(name))
        {
            return Problem.NotFound("strategy", name);
        }

        var page = await strategies.VersionsAsync(scope.ForOne, name, query.Page, cancellation);

        // A version is in the grain before it is in a list.
        return page.Items.Count > 0 || await StrategyOf(name, scope, grains).Find(version: 1) is not null
            ? TypedResults.Ok(ListAnswer.From(page, StrategyVersionAnswer.From))
            : Problem.NotFound("strategy", name);
    }

    private static IStrategyVersionsGrain StrategyOf(string name, OwnerScope scope, IGrainFactory grains) =>
        grains.GetGrain<IStrategyVersionsGrain>(GrainKeys.ForStrategyVersions(scope.ForOne, name));

    private static StrategySavedAnswer SavedAnswer(SaveOutcome outcome, StrategyParseResult parsed) =>
        new(parsed.Document!.Name, outcome.Version!.Value, parsed.Warnings);

    private static ProblemResult Refused(SaveOutcome outcome, string name) => outcome.Result switch
    {
        SaveResult.Exists => Problem.Conflict("There is a strategy of this name already."),
        SaveResult.Stale => Problem.Stale(),
        SaveResult.Full => Problem.Conflict(outcome.Version is null
            ? "The platform holds no more strategies of one trader."
            : $"The platform holds no more than {CataloguedStrategy.VersionsMax} versions of one strategy."),
        SaveResult.Congested => Problem.StorageUnavailable(),
        _ => Problem.NotFound("strategy", name),
    };
}
