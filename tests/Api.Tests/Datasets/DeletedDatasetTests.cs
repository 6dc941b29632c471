using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Platform;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;

namespace Trading.Api.Tests.Datasets;

/// <summary>A dataset that is deleted while a request reads it: one clear problem, and never an error of the platform.</summary>
public sealed class DeletedDatasetTests(InterruptedPlatform platform) : IClassFixture<InterruptedPlatform>
{
    private const string Symbol = "XRP_USDT";
    private const int SegmentRows = 6_000;

    [Theory]
    [InlineData("preview", 1)]
    [InlineData("preview", 2)]
    [InlineData("candles", 2)]
    [InlineData("export?kind=trades&format=parquet", 1)]
    [InlineData("export?kind=trades&format=parquet", 2)]
    [InlineData("export?kind=trades&format=csv", 1)]
    public async Task Dataset_deleted_under_its_reader_is_not_found(string reading, int read)
    {
        var id = await TwoSegmentsAsync();
        platform.Segments.Before(read, () => Delete(id));

        using var answer = await ReadAsync(id, reading);

        var problem = await answer.ProblemAsync();
        Assert.Equal((HttpStatusCode.NotFound, "not_found", "The dataset was deleted."), (answer.StatusCode, problem.Code, problem.Detail));
        Assert.Empty(ErrorsLogged());
    }

    [Fact]
    public async Task Export_that_is_under_way_when_its_dataset_is_deleted_is_cut_off()
    {
        var id = await TwoSegmentsAsync();
        platform.Segments.Before(2, () => Delete(id));

        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(id, "export?kind=trades&format=csv"));

        Assert.Single(platform.Logs.Lines, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("was broken off", StringComparison.Ordinal));
        Assert.Empty(ErrorsLogged());
    }

    private Task<HttpResponseMessage> ReadAsync(string id, string reading)
    {
        if (reading == "preview")
        {
            return platform.Client.PostTextAsync("/api/v1/indicators/preview", new JsonObject
            {
                ["dataset"] = id,
                ["symbol"] = Symbol,
                ["indicator"] = JsonNode.Parse("""{ "type": "price" }"""),
                ["every"] = "1s",
            }.ToJsonString());
        }

        return platform.Client.GetAsync($"/api/v1/datasets/{id}/{reading}{(reading.Contains('?', StringComparison.Ordinal) ? "&" : "?")}symbol={Symbol}");
    }

    /// <summary>Each import has segments of its own; one of them is more text than is sent at once.</summary>
    private async Task<string> TwoSegmentsAsync()
    {
        var fields = Uploads.Fields(Uploads.NewName());
        await platform.Client.ImportedAsync(fields, Rows(from: 0));
        return (await platform.Client.ImportedAsync(fields, Rows(from: SegmentRows))).Id();
    }

    private static byte[] Rows(int from)
    {
        var text = new StringBuilder("timestamp_ms,price,quantity,side\n");
        for (var row = from; row < from + SegmentRows; row++)
        {
            text.Append(FormattableString.Invariant($"{row * 100},{100 + (row % 9)}.5,{1 + (row % 4)},buy\n"));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // Readings block their thread, so this is in the middle of one.
    private void Delete(string id) => Assert.Equal(
        DatasetDeletion.Deleted,
        platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IDatasetGrain>(GrainKeys.ForDataset(id)).Delete().GetAwaiter().GetResult());

    private IEnumerable<string> ErrorsLogged() => platform.Logs.Lines.Where(line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
}
