using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Trading.Api.Tests.Sessions;

/// <summary>Runs whatever the platform accepted: each session completes, or is refused by its pre-flight before it exists.</summary>
internal static class FuzzedSessions
{
    private const int AtOnce = 4;

    /// <summary>A digit too many in a time makes a day of ten seconds, in which a strategy without a cooldown signals 26 000 times: ten seconds of work, beside others.</summary>
    private static readonly TimeSpan RunMax = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    /// <returns>How many completed, and the pre-flight's codes of the others.</returns>
    public static async Task<(int Completed, IReadOnlyDictionary<string, int> Refused)> RunAllAsync(HttpClient client, IEnumerable<JsonObject> bodies)
    {
        var (completed, repeated, slow) = (new ConcurrentBag<string>(), new List<string>(), new ConcurrentBag<JsonObject>());
        var refused = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (body, _) =>
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await client.PostSessionAsync(body);
            var took = Stopwatch.GetElapsedTime(started);
            var node = await answer.ExpectAsync((int)answer.StatusCode is 422 ? 422 : 201);
            if ((int)answer.StatusCode is 422)
            {
                Assert.NotEmpty(node["errors"]!.AsArray());
                refused.AddOrUpdate($"{node["errors"]![0]!["code"]}", 1, (_, count) => count + 1);
            }
            else
            {
                var ended = await client.EndedAsync($"{node["id"]}", RunMax);
                Assert.True($"{ended["state"]}" == "Completed", $"{ended.ToJsonString()} of {body.ToJsonString()}");
                completed.Add($"{node["id"]}");
            }

            if (took >= AnswerMax)
            {
                slow.Add(body);
            }
        });

        // What took long because the machine was busy is fast alone; a session that hangs the platform does so every time.
        foreach (var body in slow)
        {
            var started = Stopwatch.GetTimestamp();
            using var again = await client.PostSessionAsync(body);
            Assert.True(Stopwatch.GetElapsedTime(started) < AnswerMax, $"{body.ToJsonString()} keeps its answer for over a second.");
            if (again.IsSuccessStatusCode)
            {
                repeated.Add($"{(await client.EndedAsync($"{(await again.ExpectAsync(201))["id"]}", RunMax))["id"]}");
            }
        }

        // What was refused left nothing behind, and nothing that ran is a wreck.
        var stored = await client.AllAsync(SessionLab.Path);
        Assert.Equal(completed.Concat(repeated).Order(StringComparer.Ordinal), stored.Select(session => $"{session["id"]}").Order(StringComparer.Ordinal));
        Assert.All(stored, session => Assert.Equal("Completed", $"{session["state"]}"));
        foreach (var id in completed)
        {
            // Thousands one after another are more than a user may ask in a second: whoever is told to wait waits.
            Assert.NotEmpty($"{(await client.EventuallyAsync($"{SessionLab.Path}/{id}/report", _ => true))["fingerprint"]}");
        }

        return (completed.Count, refused);
    }
}
