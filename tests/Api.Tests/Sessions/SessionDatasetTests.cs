using System.Net;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>What a session still shows once its dataset is gone.</summary>
public sealed class SessionDatasetTests(TradingPlatform platform)
{
    [Fact]
    public async Task Series_of_a_session_whose_dataset_was_deleted_are_not_found_and_its_results_stay()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        var id = await client.RunAsync(SessionLab.Body("tiny", ("churn", [SessionLab.Btc])));
        using var archived = await client.DeleteAsync($"{SessionLab.Path}/{id}");
        using var before = await client.GetAsync($"{SessionLab.Path}/{id}/indicators");
        using var deleted = await client.DeleteAsync("/api/v1/datasets/tiny");

        using var series = await client.GetAsync($"{SessionLab.Path}/{id}/indicators");
        using var report = await client.GetAsync($"{SessionLab.Path}/{id}/report");

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.NoContent), (archived.StatusCode, before.StatusCode, deleted.StatusCode));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (series.StatusCode, report.StatusCode));
        var problem = await series.ProblemAsync();
        Assert.Equal(("not_found", "The dataset was deleted."), (problem.Code, problem.Detail));
    }
}
