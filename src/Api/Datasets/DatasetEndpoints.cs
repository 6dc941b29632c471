using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
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

namespace Trading.Api.Datasets;

/// <summary>Import, generate, look at and delete datasets.</summary>
internal static class DatasetEndpoints
{
    /// <summary>Bytes of an upload beside its file.</summary>
    private const int UploadOverhead = 1 << 20;
    private const int NameLengthMax = 64;

    public static void MapDatasets(this IEndpointRouteBuilder routes)
    {
        var datasets = routes.MapGroup("/datasets").WithTags("Datasets");
        datasets.MapPost("/import", Import).RequireAuthorization(Policies.Writer).DisableAntiforgery()
            .WithName("ImportDataset").WithSummary("Import a CSV or Parquet file, plain, gzip or zip; the file is read after the answer.")
            .WithExamples(DatasetExamples.Import, DatasetExamples.Accepted).Accepts<ImportForm>("multipart/form-data");
        datasets.MapPost("/generate", Generate).RequireAuthorization(Policies.Writer)
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
        OwnerScope scope, ImportSettings settings, DatasetStarter starter, HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = settings.FileBytesMax + UploadOverhead;
        }

        await using var file = settings.Folder.Create();
        var (form, source) = await UploadForm.ReadAsync(context.Request, file, settings.FileBytesMax, context.RequestAborted);
        var importId = DatasetIds.NewImport();
        var started = await starter.StartAsync(scope.ForOne, form.Name, form.IsShared, importId, source, file, context.RequestAborted);
        return started.Refusal is { } refusal ? Refused(refusal) : Accept(started.DatasetId, form.Name, importId);
    }

    private static async Task<Results<Accepted<ImportAccepted>, ProblemResult>> Generate(
        JsonBody<GenerateDatasetRequest> body, OwnerScope scope, DatasetStarter starter, CancellationToken cancellation)
    {
        var errors = new List<ValidationError>();
        if (body.Value.ToSpec(errors) is not { } spec)
        {
            return Problem.Invalid(errors);
        }

        var importId = DatasetIds.NewImport();
        var source = new ImportSource(
            spec.Symbol, SyntheticMarket.Venue, Kind: null, Interval: null, Trading.Storage.MarketData.SyntheticImporter.TermsOf(spec), SkipBadRows: false, spec);
        var started = await starter.StartAsync(scope.ForOne, body.Value.Name, body.Value.Shared, importId, source, file: null, cancellation);
        return started.Refusal is { } refusal ? Refused(refusal) : Accept(started.DatasetId, body.Value.Name, importId);
    }

    private static async Task<Ok<ListAnswer<DatasetAnswer>>> List(
        ListQuery query, OwnerScope scope, IDatasetQueries queries, IGrainFactory grains, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var state = reader.OneOf("state", "", "", DatasetStates.Importing, DatasetStates.Ready, DatasetStates.Failed);
        var name = reader.Text("name", NameLengthMax);
        var filter = new DatasetFilter(scope.ForList, name, state.Length == 0 ? null : state) { OrShared = scope.Asked is null };
        reader.ThrowIfFaulty();
        var page = await queries.ListAsync(filter, query.Page, context.RequestAborted);
        var answers = new List<DatasetAnswer>(page.Items.Count);
        foreach (var row in page.Items)
        {
            // One that was deleted meanwhile is left out.
            if (await grains.GetGrain<IDatasetGrain>(row.Id).Find() is { } dataset)
            {
                answers.Add(DatasetAnswer.From(dataset));
            }
        }

        return TypedResults.Ok(new ListAnswer<DatasetAnswer>(answers, page.NextCursor));
    }

    private static async Task<Results<Ok<DatasetAnswer>, ProblemResult>> Find(
        string dataset, OwnerScope scope, DatasetAccess access, CancellationToken cancellation) =>
        await access.FindAsync(dataset, scope, cancellation) is { } found ? TypedResults.Ok(DatasetAnswer.From(found)) : Problem.NotFound();

    private static async Task<Results<Ok<QualityAnswer>, ProblemResult>> Quality(
        string dataset, OwnerScope scope, DatasetAccess access, CancellationToken cancellation) =>
        await access.FindAsync(dataset, scope, cancellation) is { } found
            ? TypedResults.Ok(new QualityAnswer(
                [.. found.Symbols.SelectMany(symbol => symbol.Series.Select(series => SeriesQualityAnswer.From(symbol.Symbol, series)))]))
            : Problem.NotFound();

    private static async Task<Results<NoContent, ProblemResult>> Delete(
        string dataset, OwnerScope scope, DatasetAccess access, IGrainFactory grains, CancellationToken cancellation)
    {
        if (await access.FindAsync(dataset, scope, cancellation) is not { } found || !scope.CanWrite(found.Owner))
        {
            return Problem.NotFound();
        }

        return await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(found.Id)).Delete() switch
        {
            DatasetDeletion.Deleted => TypedResults.NoContent(),
            DatasetDeletion.InUse => Problem.Conflict("A session uses the dataset: archive the session first."),
            _ => Problem.NotFound(),
        };
    }

    private static Accepted<ImportAccepted> Accept(string datasetId, string name, string importId) => TypedResults.Accepted(
        $"/api/v1/datasets/{datasetId}", new ImportAccepted(datasetId, name, DatasetState.Importing, importId));

    private static ProblemResult Refused(ValidationError refusal) =>
        new(StatusCodes.Status409Conflict, refusal.Code, refusal.Detail, refusal.Pointer.Length > 0 ? [refusal] : null);
}
