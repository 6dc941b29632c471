using Microsoft.AspNetCore.Http;
using Trading.Api.Requests;

namespace Trading.Api.Tests.Requests;

public sealed class CsvResultTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("text/csv", true)]
    [InlineData("text/csv; charset=utf-8", true)]
    [InlineData("text/csv, application/json", true)]
    [InlineData("application/json, text/csv", true)]
    [InlineData("text/csv;q=0.5, application/json", false)]
    [InlineData("text/csv;q=0.5, */*", false)]
    [InlineData("text/csv, */*;q=0.1", true)]
    [InlineData("application/json;q=0.2, text/csv;q=0.3", true)]
    [InlineData("text/csv;q=0", false)]
    [InlineData("text/csv;q=0, application/json;q=0", false)]
    [InlineData("text/*, application/json;q=0.9", true)]
    [InlineData("text/*", true)]
    public void Qualities_decide_between_CSV_and_JSON(string? accept, bool isCsv)
    {
        var context = new DefaultHttpContext();
        if (accept is not null)
        {
            context.Request.Headers.Accept = accept;
        }

        Assert.Equal(isCsv, CsvResult.IsWanted(context.Request));
    }
}
