using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Idempotency;
using Trading.Api.Tests.Platform;
using Trading.Storage;

namespace Trading.Api.Tests.Datasets;

/// <summary>An import with an Idempotency-Key is one import, however often it is sent.</summary>
public sealed class RepeatedImportTests(TradingPlatform platform)
{
    private static readonly byte[] File = Uploads.Utf8(Uploads.Trades);
    private readonly string _name = Uploads.NewName();
    private readonly string _key = Guid.NewGuid().ToString();

    [Fact]
    public async Task Repeat_gets_the_first_answer_and_imports_nothing()
    {
        using var client = platform.As("tom");
        using var first = await SendAsync(client, Uploads.Form(Uploads.Fields(_name), File));
        await client.SettledAsync((await first.JsonAsync()).Id());

        // Another boundary, another order of the parts, another name of the file: the same request.
        var form = new MultipartFormDataContent("another-boundary") { { new ByteArrayContent(File), "file", "again.csv" } };
        foreach (var (field, value) in Uploads.Fields(_name).Reverse())
        {
            form.Add(new StringContent(value!, Encoding.UTF8), field);
        }

        using var repeated = await SendAsync(client, form);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, repeated.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await repeated.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.Location, "true"), (repeated.Headers.Location, repeated.Headers.GetValues("Idempotency-Replayed").Single()));
        var dataset = await client.SettledAsync((await first.JsonAsync()).Id());
        Assert.Equal(("ready", 3), (dataset.Import().State, dataset.Import().Rows));
        Assert.Single(dataset["imports"]!.AsArray());
    }

    [Theory]
    [InlineData("shared", "true")]
    [InlineData("venue", "mexc")]
    [InlineData("file", "1000,10.5,2,buy\n")]
    public async Task Key_with_another_field_or_file_is_refused(string part, string value)
    {
        using var client = platform.As("tom");
        using var first = await SendAsync(client, Uploads.Form(Uploads.Fields(_name), File));

        using var other = await SendAsync(client, part == "file"
            ? Uploads.Form(Uploads.Fields(_name), Uploads.Utf8("timestamp_ms,price,quantity,side\n" + value))
            : Uploads.Form(Uploads.Fields(_name, (part, value)), File));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (first.StatusCode, other.StatusCode));
        Assert.Equal("idempotency_key_reused", (await other.ProblemAsync()).Code);
    }

    [Fact]
    public async Task Same_import_many_times_at_once_is_one()
    {
        using var client = platform.As("tom");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(client, Uploads.Form(Uploads.Fields(_name), File))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()));
        Assert.Single(texts.Distinct(StringComparer.Ordinal));
        var dataset = await client.SettledAsync((await answers[0].JsonAsync()).Id());
        Assert.Single(dataset["imports"]!.AsArray());
    }

    /// <summary>The process died between the start of the import and the storing of its answer.</summary>
    [Fact]
    public async Task Repeat_whose_first_answer_was_never_kept_starts_nothing_again()
    {
        using var client = platform.As("tom");
        using var first = await SendAsync(client, Uploads.Form(Uploads.Fields(_name), File));
        await client.SettledAsync((await first.JsonAsync()).Id());
        Assert.Equal(1, await ForgetAsync());

        using var repeated = await SendAsync(client, Uploads.Form(Uploads.Fields(_name), File));

        Assert.Equal((HttpStatusCode.Accepted, await first.Content.ReadAsStringAsync()), (repeated.StatusCode, await repeated.Content.ReadAsStringAsync()));
        Assert.Single((await client.SettledAsync((await first.JsonAsync()).Id()))["imports"]!.AsArray());
    }

    [Fact]
    public async Task Import_that_was_refused_may_be_sent_again_with_its_key()
    {
        using var client = platform.As("tom");

        using var refused = await SendAsync(client, Uploads.Form(Uploads.Fields(_name, ("kind", "ticks")), File));
        using var tried = await SendAsync(client, Uploads.Form(Uploads.Fields(_name), File));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted), (refused.StatusCode, tried.StatusCode));
    }

    [Fact]
    public async Task Generation_with_a_key_is_one_too()
    {
        using var client = platform.As("tom");
        var body = new { name = _name, symbol = "BTC_USDT", scenario = "calm", duration = "5m", eventsPerSecond = 10, seed = 1 };

        using var first = await SendAsync(client, JsonContent.Create(body), "/api/v1/datasets/generate");
        using var repeated = await SendAsync(client, JsonContent.Create(body), "/api/v1/datasets/generate");

        Assert.Equal((HttpStatusCode.Accepted, await first.Content.ReadAsStringAsync()), (repeated.StatusCode, await repeated.Content.ReadAsStringAsync()));
    }

    private Task<int> ForgetAsync() => platform.Services.GetRequiredService<TradingDatabase>().WriteAsync(async connection =>
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM idempotency_keys WHERE key = @key";
        var key = command.CreateParameter();
        (key.ParameterName, key.Value) = ("@key", _key);
        command.Parameters.Add(key);
        return await command.ExecuteNonQueryAsync();
    });

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpContent content, string path = Uploads.Imports)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { IdempotencyMiddleware.HeaderName, _key } } };
        return await client.SendAsync(request);
    }
}
