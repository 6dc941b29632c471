
namespace Trading.Api.Tests.Sessions;

/// <summary>Sessions that end by themselves before their data do.</summary>
public sealed class SessionDurationTests(ChurnRun run) : IClassFixture<ChurnRun>
{
    [Fact]
    public async Task Backtest_completes_once_its_duration_is_over()
    {
        var body = run.Body.DeepClone();
        body["duration"] = "30m";
        body["stopPolicy"] = "close";
        var id = await run.Client.RunAsync(body);
        var ended = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}");
        var equity = await run.Client.AllAsync($"{SessionLab.Path}/{id}/equity");

        Assert.Equal(
            [("Running", "started"), ("Stopping", "duration_over"), ("Completed", "ended")],
            ended["transitions"]!.AsArray().Skip(1).Select(step => ($"{step!["to"]}", $"{step["trigger"]}")));
        Assert.Equal(("30m", 100d), ($"{ended["duration"]}", (double)ended["progress"]!["percent"]!));
        Assert.Equal(TimeSpan.FromMinutes(30), equity[^1].Time("at") - equity[0].Time("at"));
        Assert.Empty(await run.Client.AllAsync($"{SessionLab.Path}/{id}/positions"));
        Assert.DoesNotContain(await run.Client.AllAsync($"{SessionLab.Path}/{id}/roundtrips"), trip => $"{trip["exitReason"]}" == "end_of_data");
    }

    [Fact]
    public async Task Duration_longer_than_the_data_ends_with_them()
    {
        var body = run.Body.DeepClone();
        body["duration"] = "30d";
        var id = await run.Client.RunAsync(body);
        var ended = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}");

        Assert.Equal(("30d", "data_exhausted"), ($"{ended["duration"]}", $"{ended["transitions"]!.AsArray()[^2]!["trigger"]}"));
        Assert.Equal(
            $"{(await run.Client.GetJsonAsync($"{SessionLab.Path}/{run.Session}/report"))["fingerprint"]}",
            $"{(await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["fingerprint"]}");
    }
}
