using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Datasets;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Api.Indicators;

/// <summary>The indicator catalogue, and any indicator over a recording.</summary>
internal static class IndicatorEndpoints
{
    private static readonly PreviewRequest Request = new(
        "pumps", Symbol.Parse("BTC_USDT"), JsonElement.Parse("""{ "type": "rsi", "interval": "1m", "period": 14 }"""), PreviewCadence.Candle,
        new ThresholdRequest(">=", JsonElement.Parse("70")));

    private static readonly PreviewAnswer Answer = new(
        [new PreviewPoint(1_704_067_260_000, double.NaN), new PreviewPoint(1_704_067_320_000, 71.25)], Known: 1, Unknown: 1, Fired: 1);

    public static void MapIndicators(this IEndpointRouteBuilder routes)
    {
        var indicators = routes.MapGroup("/indicators").WithTags("Indicators").RequireAuthorization(Policies.Reader);
        indicators.MapGet("/", List)
            .WithName("ListIndicators").WithSummary("Every indicator: formula, unit, parameters, series, warm-up and where a chart draws it.")
            .WithExamples(answer: new ListAnswer<IndicatorAnswer>([IndicatorAnswer.From(IndicatorCatalog.Find("rsi")!)], NextCursor: null));
        indicators.MapPost("/preview", Preview)
            .WithName("PreviewIndicator").WithSummary("An indicator's values over a dataset, and how often a threshold would have fired.")
            .WithExamples(Request, Answer);
    }

    private static Ok<ListAnswer<IndicatorAnswer>> List(WholeListQuery query) =>
        TypedResults.Ok(query.Of(IndicatorCatalog.All.Select(IndicatorAnswer.From)));

    private static async Task<Results<Ok<PreviewAnswer>, ProblemResult>> Preview(
        JsonBody<PreviewRequest> body, OwnerScope scope, DatasetAccess datasets, PreviewRunner runner, CancellationToken cancellation)
    {
        if (await datasets.FindAsync(body.Value.Dataset, scope, cancellation) is not { } dataset)
        {
            return Problem.NotFound("There is no such dataset.");
        }

        if (dataset.State is not DatasetState.Ready)
        {
            return Problem.Conflict("The dataset is not ready.", Dataset.NotReady);
        }

        var errors = new List<ValidationError>();
        return PreviewOrder.From(body.Value, dataset, errors) is { } order
            ? TypedResults.Ok(await runner.RunAsync(order, cancellation))
            : Problem.Invalid(errors);
    }
}
