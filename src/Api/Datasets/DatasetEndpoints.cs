using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Stored;

namespace Trading.Api.Datasets;

/// <summary>Import, generate, look at and delete datasets.</summary>
internal static class DatasetEndpoints
{
    private const int NameLengthMax = 64;

    public static void MapDatasets(this IEndpointRouteBuilder routes)
    {
        var datasets = routes.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapPost("/import", Import).RequireAuthorization(Policies.Writer).DisableAntiforgery().TakesIdempotencyKey(Upload.CanonicalAsync)
            .WithName("ImportDataset").WithSummary("Import a CSV or Parquet file, plain, gzip or zip; the file is read after the answer.")
            .WithDescription("With an Idempotency-Key a repeat gets the first answer and imports nothing. It is the same request when every field and every byte of the file are the same; the order of the parts, their boundary and the name of the file do not matter.")
            .WithExamples(DatasetExamples.Import, DatasetExamples.Accepted).Accepts<ImportForm>("multipart/form-data");
        datasets.MapPost("/generate", Generate).RequireAuthorization(Policies.Writer).TakesIdempotencyKey()
            .WithName("GenerateDataset").WithSummary("Generate a seeded synthetic market; the same call gives the same events.")
            .WithExamples(DatasetExamples.Generate, DatasetExamples.Accepted);
        datasets.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(new QueryParameter("name", "Of this name.", IsNumber: false), new QueryParameter("state", "In this state.", IsNumber: false, DatasetStates.Importing, DatasetStates.Ready, DatasetStates.Failed))
            .WithName("ListDatasets").WithSummary("Datasets, newest first; a trader also sees those that others share.")
            .WithExamples(answer: new ListAnswer<DatasetAnswer>([DatasetExamples.Dataset], NextCursor: null));
        datasets.MapGet("/{dataset}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetDataset").WithSummary("One dataset by id or name, with its imports.").WithExamples(answer: DatasetExamples.Dataset);
        datasets.MapGet("/{dataset}/quality", Quality).RequireAuthorization(Policies.Reader)
            .WithName("GetDatasetQuality").WithSummary("Completeness, gaps, duplicates and outliers of each series.").WithExamples(answer: DatasetExamples.Quality);
        datasets.MapDelete("/{dataset}", Delete).RequireAuthorization(Policies.Writer)
            .WithName("DeleteDataset").WithSummary("Delete a dataset that no session uses.").WithExamples();
    }

    private static async Task<Results<Accepted<ImportAccepted>, ProblemResult>> Import(
        OwnerScope scope, DatasetStarter starter, HttpContext context)
    {
        var (form, source, file) = await Upload.ReadAsync(context);
        var importId = DatasetIds.ImportFor(context);
        var started = await starter.StartAsync(scope.ForOne, form.Name, form.IsShared, importId, source, file, context.RequestAborted);
        return started.Refusal is { } refusal ? Refused(refusal) : Accept(started.DatasetId, form.Name, importId);
    }

    private static async Task<Results<Accepted<ImportAccepted>, ProblemResult>> Generate(
        JsonBody<GenerateDatasetRequest> body, OwnerScope scope, DatasetStarter starter, HttpContext context)
    {
        var errors = new List<ValidationError>();
        if (body.Value.ToSpec(errors) is not { } spec)
        {
            return Problem.Invalid(errors);
        }

        var importId = DatasetIds.ImportFor(context);
        var source = new ImportSource(
            spec.Symbol, SyntheticMarket.Venue, Kind: null, Interval: null, Trading.Storage.MarketData.SyntheticImporter.TermsOf(spec), SkipBadRows: false, spec);
        var started = await starter.StartAsync(scope.ForOne, body.Value.Name, body.Value.Shared, importId, source, file: null, context.RequestAborted);
        return started.Refusal is { } refusal ? Refused(refusal) : Accept(started.DatasetId, body.Value.Name, importId);
    }

    private static async Task<Ok<ListAnswer<DatasetAnswer>>> List(
        ListQuery query, OwnerScope scope, IDatasetQueries queries, DatasetCatalogue catalogue, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var state = reader.OneOf("state", DatasetStates.Importing, DatasetStates.Ready, DatasetStates.Failed);
        var name = reader.Text("name", NameLengthMax);
        var filter = new DatasetFilter(scope.ForList, name, state) { OrShared = scope.Asked is null };
        reader.ThrowIfFaulty();
        var page = await queries.ListAsync(filter, query.Page, context.RequestAborted);
        return TypedResults.Ok(new ListAnswer<DatasetAnswer>(
            [.. (await catalogue.OfAsync(page.Items, context.RequestAborted)).Select(DatasetAnswer.From)], page.NextCursor));
    }

    private static async Task<Results<Ok<DatasetAnswer>, ProblemResult>> Find(
        string dataset, OwnerScope scope, DatasetAccess access, CancellationToken cancellation) =>
        await access.FindAsync(dataset, scope, cancellation) is { } found ? TypedResults.Ok(DatasetAnswer.From(found)) : Problem.NotFound("dataset", dataset);

    private static async Task<Results<Ok<QualityAnswer>, ProblemResult>> Quality(
        string dataset, OwnerScope scope, DatasetAccess access, CancellationToken cancellation) =>
        await access.FindAsync(dataset, scope, cancellation) is { } found
            ? TypedResults.Ok(new QualityAnswer(
                [.. found.Symbols.SelectMany(symbol => symbol.Series.Select(series => SeriesQualityAnswer.From(symbol.Symbol, series)))]))
            : Problem.NotFound("dataset", dataset);

    private static async Task<Results<NoContent, ProblemResult>> Delete(
        string dataset, OwnerScope scope, DatasetAccess access, IGrainFactory grains, CancellationToken cancellation)
    {
        if (await access.FindAsync(dataset, scope, cancellation) is not { } found || !scope.CanWrite(found.Owner))
        {
            return Problem.NotFound("dataset", dataset);
        }

        return await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(found.Id)).Delete() switch
        {
            DatasetDeletion.Deleted => TypedResults.NoContent(),
            DatasetDeletion.InUse => Problem.Conflict("A session uses the dataset: archive the session first."),
            _ => Problem.NotFound("dataset", dataset),
        };
    }

    private static Accepted<ImportAccepted> Accept(string datasetId, string name, string importId) => TypedResults.Accepted(
        $"/api/v1/datasets/{datasetId}", new ImportAccepted(datasetId, name, DatasetState.Importing, importId));

    private static ProblemResult Refused(ValidationError refusal) =>
        new(StatusCodes.Status409Conflict, refusal.Code, refusal.Detail, refusal.Pointer.Length > 0 ? [refusal] : null);
}
