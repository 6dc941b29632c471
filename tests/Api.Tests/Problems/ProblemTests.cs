using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Api.Problems;
using Trading.Api.Tests.Platform;
using Trading.Grains.Abstractions;

namespace Trading.Api.Tests.Problems;

public sealed class ProblemTests(TradingPlatform platform)
{
    [Theory]
    [InlineData("GET", "/api/v1/nothing-here", HttpStatusCode.NotFound, "not_found")]
    [InlineData("DELETE", "/api/v1/users", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    public async Task Path_or_method_that_does_not_exist_is_a_problem(string method, string path, HttpStatusCode status, string code)
    {
        using var response = await platform.As("admin").SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        var problem = await response.ProblemAsync();
        Assert.Equal(
            (status, code, (int)status, "application/problem+json"),
            (response.StatusCode, problem.Code, problem.Status, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(problem.TraceId, response.Headers.GetValues("traceparent").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_of_the_caller_goes_on()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/auth/me") { Headers = { { "traceparent", $"00-{Trace}-b7ad6b7169203331-01" } } };

        using var response = await platform.Anonymous().SendAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, Trace), (response.StatusCode, (await response.ProblemAsync()).TraceId));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("/api/v1/sessions?limit=abc", "Expected a whole number, found \"abc\".")]
    [InlineData("/api/v1/sessions?limit=0", "Must be 1 to 500, found 0.")]
    [InlineData("/api/v1/sessions?sort=up", "Must be one of desc, asc, found \"up\".")]
    [InlineData("/api/v1/sessions?mode=fast", "Must be one of collect, backtest, paper, live, found \"fast\".")]
    [InlineData("/api/v1/sessions?name=%1b", "The parameter must not hold control characters, found \"\\u001b\".")]
    [InlineData("/api/v1/sessions?owner=Not!", "Must be a user name, 3 to 32 of a-z 0-9 . _ -, found \"Not!\".")]
    [InlineData("/api/v1/orders?side=Buy", "Must be one of buy, sell, found \"Buy\".")]
    [InlineData("/api/v1/orders?side=up", "Must be one of buy, sell, found \"up\".")]
    [InlineData("/api/v1/orders?symbol=btc", "Must be BASE_QUOTE, 2 to 20 and 2 to 10 of A-Z 0-9, such as BTC_USDT, found \"btc\".")]
    [InlineData("/api/v1/markets/BTC?venue=a", "The symbol must be BASE_QUOTE, 2 to 20 and 2 to 10 of A-Z 0-9, such as BTC_USDT, found \"BTC\".")]
    [InlineData("/api/v1/markets/BTC_USDT?venue=A", "The venue must be 1 to 32 of a-z 0-9 . _ -, found \"A\".")]
    [InlineData("/api/v1/markets/BTC_USDT/candles?from=x", "Expected a UTC time such as 2026-01-31T09:30:00.000Z, found \"x\".")]
    [InlineData("/api/v1/markets/BTC_USDT/candles?interval=1x", "The interval must be a count and one of s, m, h, d, w, M, such as 5m, found \"1x\".")]
    public async Task Parameter_that_breaks_a_rule_is_told_what_was_found(string path, string detail)
    {
        using var response = await platform.As("tom").GetAsync(path);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, detail), (response.StatusCode, Assert.Single((await response.ProblemAsync()).Errors!).Detail));
    }

    [Theory]
    [InlineData("/api/v1/indicators?sort=desc&limit=1&cursor=YTE")]
    [InlineData("/api/v1/indicators?cursor=MQ")]
    public async Task Cursor_of_another_list_or_direction_is_malformed(string path)
    {
        using var response = await platform.As("tom").GetAsync(path);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "The cursor does not belong to this list and sort direction."),
            (response.StatusCode, Assert.Single((await response.ProblemAsync()).Errors!).Detail));
    }

    [Theory]
    [InlineData("/api/v1/users", """{"username":"nora","password":123456789012,"role":"owner"}""")]
    [InlineData("/api/v1/auth/token", "\"123456789012\"")]
    [InlineData("/api/v1/auth/refresh", """{"refreshToken":123456789012}""")]
    [InlineData("/api/v1/auth/password", """{"currentPassword":{"is":"123456789012"},"newPassword":123456789012}""")]
    public async Task Secret_in_the_wrong_shape_is_not_repeated(string path, string body)
    {
        using var response = await platform.As("admin").PostTextAsync(path, body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.DoesNotContain("123456789012", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("{\"username\":\"a\",}")]
    [InlineData("{\"username\":\"a\"} {}")]
    public async Task Body_that_is_no_json_is_malformed(string body)
    {
        using var response = await platform.Anonymous().PostTextAsync("/api/v1/auth/token", body);

        Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (response.StatusCode, (await response.ProblemAsync()).Code));
    }

    [Fact]
    public async Task Body_that_is_nested_too_deep_is_malformed()
    {
        var body = $$"""{"username":{{new string('[', 40)}}{{new string(']', 40)}}}""";

        using var response = await platform.Anonymous().PostTextAsync("/api/v1/auth/token", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_of_more_than_64_KiB_is_too_large(bool saysItsLength)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"username":"{{new string('a', 64 * 1024)}}","password":"b"}""");
        using var content = saysItsLength ? new ByteArrayContent(bytes) : (HttpContent)new StreamContent(new Unseekable(bytes));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await platform.Anonymous().PostAsync("/api/v1/auth/token", content);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (response.StatusCode, (await response.ProblemAsync()).Code));
    }

    [Fact]
    public async Task Body_of_another_type_is_refused()
    {
        using var response = await platform.Anonymous().PostTextAsync("/api/v1/auth/token", "username=a&password=b", "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    public static TheoryData<Exception, int, string, bool> Failures => new()
    {
        { new StorageUnavailableException("x"), 503, "storage_unavailable", true },
        { new SqliteException("disk full", 13), 503, "storage_unavailable", true },
        { new InvalidOperationException("outer", new SqliteException("locked", 5)), 503, "storage_unavailable", true },
        { new TimeoutException("x"), 503, "unavailable", true },
        { new InvalidOperationException("internal detail"), 500, "internal_error", false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_says_whether_a_repeat_may_help_and_nothing_internal(Exception failure, int status, string code, bool mayRetry)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await new ProblemExceptionHandler(NullLogger<ProblemExceptionHandler>.Instance).TryHandleAsync(context, failure, CancellationToken.None);

        var text = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal((status, mayRetry), (context.Response.StatusCode, context.Response.Headers.RetryAfter.Count > 0));
        Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("internal detail", text, StringComparison.Ordinal);
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
