using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>Strategies of a running backtest, paused and resumed by a trader.</summary>
public sealed class SessionInterventionTests(ChurnRun run, TradingPlatform platform) : IClassFixture<ChurnRun>
{
    [Fact]
    public async Task Paused_strategy_takes_no_signal_between_the_instants_that_the_session_shows()
    {
        // A second strategy trades on meanwhile: a run whose only one is paused has all of its event time behind it in an instant.
        await run.Client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy.Replace("\"churn\"", "\"busy\"", StringComparison.Ordinal))!);
        var id = await run.Client.StartAsync(SessionLab.Body("long", ("churn", [SessionLab.Btc]), ("busy", [SessionLab.Btc])));
        await run.Client.EventuallyAsync($"{SessionLab.Path}/{id}/signals?strategy=churn", list => list["items"]!.AsArray().Count > 0);

        await ExpectAsync(202, id, "churn", "pause");
        await ExpectAsync(202, id, "churn", "pause");
        var paused = await TakenAsync(id, 1);
        var instance = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/instances");

        await ExpectAsync(202, id, "churn", "resume");
        var resumed = await TakenAsync(id, 2);
        await run.Client.EventuallyAsync($"{SessionLab.Path}/{id}/transitions?limit=1&strategy=churn", list => list["items"]!.AsArray().Any(item => item!.Time("at") > resumed.Time("effectiveAt").AddMinutes(1)));
        using var stop = await run.Client.PostTextAsync($"{SessionLab.Path}/{id}/stop", "{}");
        await run.Client.EndedAsync(id);

        Assert.True((bool)instance["items"]![0]!["paused"]!);
        Assert.Equal(("pause", run.Owner, 0), ($"{paused["kind"]}", $"{paused["actor"]}", paused["refused"]!.AsArray().Count));
        var signals = (await run.Client.AllAsync($"{SessionLab.Path}/{id}/signals?strategy=churn")).Select(signal => signal.Time("at")).ToArray();
        Assert.DoesNotContain(signals, at => at >= paused.Time("effectiveAt") && at < resumed.Time("effectiveAt"));
        Assert.Contains(signals, at => at < paused.Time("effectiveAt"));
        Assert.Contains(signals, at => at >= resumed.Time("effectiveAt"));
    }

    [Fact]
    public async Task Only_a_strategy_of_a_running_session_is_paused_and_only_by_its_owner()
    {
        var id = await run.Client.StartAsync(run.LongBody.DeepClone());
        await ExpectAsync(404, id, "other", "pause");
        foreach (var (user, status) in ((string, int)[])[("vera", 403), ("tina", 404)])
        {
            using var answer = await platform.As(user).PostAsync($"{SessionLab.Path}/{id}/strategies/churn/pause", content: null);
            Assert.Equal((user, status), (user, (int)answer.StatusCode));
        }

        using var stop = await run.Client.PostTextAsync($"{SessionLab.Path}/{id}/stop", "{}");
        var ended = await run.Client.EndedAsync(id);
        var refused = await ExpectAsync(409, id, "churn", "pause");

        Assert.Equal("session_not_running", $"{refused["code"]}");
        Assert.Null(ended["interventions"]);
    }

    private async Task<JsonNode> ExpectAsync(int status, string id, string strategy, string action)
    {
        using var answer = await run.Client.PostAsync($"{SessionLab.Path}/{id}/strategies/{strategy}/{action}", content: null);
        return await answer.ExpectAsync(status);
    }

    /// <summary>The intervention once the run has taken it up.</summary>
    private async Task<JsonNode> TakenAsync(string id, int number)
    {
        var session = await run.Client.EventuallyAsync(
            $"{SessionLab.Path}/{id}",
            found => found["interventions"] is JsonArray known && known.Count == number && known[^1]!["effectiveAt"] is not null);
        return session["interventions"]!.AsArray()[^1]!;
    }
}
