using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Api.Idempotency;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;
using Trading.Storage.Idempotency;

namespace Trading.Api.Tests.Idempotency;

public sealed class IdempotencyTests
{
    private static readonly object EndpointKey = new();

    /// <summary>Of real time, for what waits on a clock that nobody moves on any more.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    private readonly WatchedClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly string _key = Guid.NewGuid().ToString();
    private readonly TradingPlatform _platform;
    private readonly IdempotencyMiddleware _middleware;
    private int _runs;

    public IdempotencyTests(TradingPlatform platform)
    {
        _platform = platform;
        _middleware = NewProcess(_clock);
    }

    [Fact]
    public async Task Repeated_request_gets_the_stored_answer_over_HTTP()
    {
        var name = $"i-{Guid.NewGuid():n}"[..16];
        var body = $$"""{"username":"{{name}}","password":"a long and private phrase","role":"trader"}""";
        var spaced = $$"""{ "role": "trader", "username": "{{name}}", "password": "a long and private phrase" }""";

        using var first = await CreateUserAsync(body);
        using var repeated = await CreateUserAsync(spaced);
        using var other = await CreateUserAsync(body.Replace("trader", "viewer", StringComparison.Ordinal));

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity),
            (first.StatusCode, repeated.StatusCode, other.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await repeated.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, repeated.Headers.Location);
        Assert.Equal("idempotency_key_reused", (await other.ProblemAsync()).Code);
    }

    [Fact]
    public async Task Request_without_a_required_key_is_refused()
    {
        var context = await RunAsync(key: null);

        Assert.Equal((400, 0), (context.Response.StatusCode, _runs));
        Assert.Contains("idempotency_key_required", BodyOf(context), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("café")]
    public async Task Key_must_be_printable_ASCII(string key) => Assert.Equal((400, 0), ((await RunAsync(key)).Response.StatusCode, _runs));

    [Fact]
    public async Task Key_of_129_characters_is_too_long() => Assert.Equal(400, (await RunAsync(new string('k', 129))).Response.StatusCode);

    [Fact]
    public async Task Same_key_runs_once_and_answers_the_same()
    {
        var first = await RunAsync(_key);
        var second = await RunAsync(_key);

        Assert.Equal((1, 201, 201), (_runs, first.Response.StatusCode, second.Response.StatusCode));
        Assert.Equal((BodyOf(first), "/made/1"), (BodyOf(second), second.Response.Headers.Location.ToString()));
    }

    [Fact]
    public async Task Key_of_another_user_is_another_key()
    {
        await RunAsync(_key);
        await RunAsync(_key, user: "tina");

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Key_on_another_thing_is_reuse()
    {
        await RunAsync(_key);

        Assert.Equal((422, 1), ((await RunAsync(_key, path: "/made/other")).Response.StatusCode, _runs));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(503)]
    public async Task Refused_request_may_be_tried_again_with_the_same_key(int status)
    {
        var refused = await RunAsync(_key, status: status);
        var tried = await RunAsync(_key);

        Assert.Equal((status, 201, 2), (refused.Response.StatusCode, tried.Response.StatusCode, _runs));
    }

    [Fact]
    public async Task Failed_request_may_be_tried_again_with_the_same_key()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(_key, failure: new TimeoutException()));

        Assert.Equal((201, 2), ((await RunAsync(_key)).Response.StatusCode, _runs));
    }

    [Fact]
    public async Task Key_may_have_spaces() => Assert.Equal(201, (await RunAsync($"{_key} again")).Response.StatusCode);

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("{\"a\":1e999999999}")]
    public async Task Body_that_cannot_be_read_is_left_to_the_endpoint(string body)
    {
        var refused = await RunAsync(_key, status: 422, body: body);

        Assert.Equal((422, 1), (refused.Response.StatusCode, _runs));
    }

    [Fact]
    public async Task Second_request_waits_for_the_answer_of_the_first()
    {
        var (first, leave) = await BeginAsync(_middleware);

        var second = RunAsync(_key);
        leave.SetResult();

        Assert.Equal((201, 201, 1), ((await first).Response.StatusCode, (await second).Response.StatusCode, _runs));
        Assert.Equal(BodyOf(await first), BodyOf(await second));
    }

    [Fact]
    public async Task Second_request_is_told_to_wait_when_the_first_takes_too_long()
    {
        var (first, leave) = await BeginAsync(_middleware);

        var waits = _clock.NextTimerAsync();
        var second = RunAsync(_key);
        await waits;
        _clock.Advance(TimeSpan.FromSeconds(15));
        await second;
        leave.SetResult();

        Assert.Equal((409, 201, 1), ((await second).Response.StatusCode, (await first).Response.StatusCode, _runs));
    }

    [Fact]
    public async Task Key_that_a_dead_process_held_is_free_within_ten_seconds()
    {
        // Nothing of this request goes on but its row: its process is not driven any further.
        var dead = new WatchedClock(_clock.GetUtcNow());
        await BeginAsync(NewProcess(dead));

        var waits = _clock.NextTimerAsync();
        var repeat = RunAsync(_key);
        await waits;
        Assert.Equal(1, _runs);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((201, 2), ((await repeat.WaitAsync(HangLimit)).Response.StatusCode, _runs));
    }

    [Fact]
    public async Task Key_of_a_request_that_works_on_is_not_taken_over_however_long_it_takes()
    {
        var other = new WatchedClock(_clock.GetUtcNow());
        var (first, leave) = await BeginAsync(_middleware);
        for (var second = 0; second < 60; second += 2)
        {
            var renewed = _clock.NextTimerAsync();
            _clock.Advance(TimeSpan.FromSeconds(2));
            await renewed;
        }

        other.Advance(TimeSpan.FromSeconds(60));
        var waits = other.NextTimerAsync();
        var fromElsewhere = RunAsync(_key, process: NewProcess(other));
        await waits;
        leave.SetResult();
        await first;
        other.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((201, "run 1", 1), ((await fromElsewhere).Response.StatusCode, BodyOf(await fromElsewhere), _runs));
    }

    [Fact]
    public async Task Process_that_stood_still_and_lost_its_key_leaves_it_to_the_one_that_has_it()
    {
        var still = new WatchedClock(_clock.GetUtcNow());
        var (first, leave) = await BeginAsync(NewProcess(still), status: 503);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var (second, leaveSecond) = await BeginAsync(_middleware);

        leave.SetResult();
        Assert.Equal(503, (await first).Response.StatusCode);
        var third = RunAsync(_key);
        leaveSecond.SetResult();

        Assert.Equal(("run 2", "run 2", 2), (BodyOf(await second), BodyOf(await third), _runs));
    }

    [Fact]
    public async Task Many_requests_at_once_run_once_and_are_answered_alike()
    {
        var contexts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RunAsync(_key))).WaitAsync(HangLimit, TestContext.Current.CancellationToken);

        Assert.Equal(1, _runs);
        Assert.All(contexts, context => Assert.Equal((201, "run 1"), (context.Response.StatusCode, BodyOf(context))));
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_told_why_they_are_refused()
    {
        var contexts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RunAsync(_key, status: 422))).WaitAsync(HangLimit, TestContext.Current.CancellationToken);

        Assert.All(contexts, context => Assert.Equal(422, context.Response.StatusCode));
    }

    [Fact]
    public async Task Answer_is_kept_for_a_day()
    {
        await RunAsync(_key);
        _clock.Advance(TimeSpan.FromHours(24));
        await RunAsync(_key);

        Assert.Equal(1, _runs);
        _clock.Advance(TimeSpan.FromHours(2));
        await RunAsync(_key);
        Assert.Equal(2, _runs);
    }

    /// <summary>As another process would see the store, by a clock of its own.</summary>
    private IdempotencyMiddleware NewProcess(TimeProvider clock) => new(
        context => ((Func<HttpContext, Task>)context.Items[EndpointKey]!)(context), _platform.Services.GetRequiredService<IdempotencyStore>(), clock,
        NullLogger<IdempotencyMiddleware>.Instance);

    private async Task<HttpResponseMessage> CreateUserAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/users")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { IdempotencyMiddleware.HeaderName, _key } },
        };
        return await _platform.As("admin").SendAsync(request);
    }

    /// <summary>One request through the middleware, over the real store.</summary>
    private async Task<HttpContext> RunAsync(
        string? key,
        string user = "tom",
        string path = "/made",
        int status = 201,
        Exception? failure = null,
        Func<Task>? during = null,
        string body = """{"a":1}""",
        IdempotencyMiddleware? process = null)
    {
        var context = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new Claim(ClaimNames.Name, user), new Claim(ClaimNames.Role, "Trader"), new Claim(ClaimNames.Family, "f"),
                    new Claim(ClaimNames.SecurityVersion, "1"), new Claim(ClaimNames.Expires, "4102444800"),
                ],
                "test")),
            Request = { Method = "POST", Path = path, ContentType = "application/json", Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) },
            Response = { Body = new MemoryStream() },
        };
        if (key is not null)
        {
            context.Request.Headers[IdempotencyMiddleware.HeaderName] = key;
        }

        context.SetEndpoint(new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse("/made/{*rest}"), 0, new EndpointMetadataCollection(new IdempotencyKeyMetadata(IsRequired: true)), "made"));
        context.Items[EndpointKey] = (Func<HttpContext, Task>)(async inner =>
        {
            var run = Interlocked.Increment(ref _runs);
            if (during is not null)
            {
                await during();
            }

            if (failure is not null)
            {
                throw failure;
            }

            inner.Response.StatusCode = status;
            inner.Response.Headers.Location = $"/made/{run}";
            await inner.Response.WriteAsync($"run {run}");
        });
        await (process ?? _middleware).InvokeAsync(context);
        return context;
    }

    /// <summary>A request whose endpoint has been entered and is left when the caller says so.</summary>
    private async Task<(Task<HttpContext> Request, TaskCompletionSource Leave)> BeginAsync(IdempotencyMiddleware process, int status = 201)
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var request = RunAsync(_key, status: status, process: process, during: async () =>
        {
            entered.SetResult();
            await leave.Task;
        });
        await entered.Task;
        return (request, leave);
    }

    private static string BodyOf(HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
