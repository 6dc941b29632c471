using System.Globalization;
using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator.Endpoints;

/// <summary>Writes an answer, or breaks the connection where the answer is that nobody hears one.</summary>
internal sealed class AnswerResult(Answer answer) : IResult
{
    public static async Task<IResult> Of(Task<Answer> answer) => new AnswerResult(await answer);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (answer.Status == 0)
        {
            httpContext.Abort();
            return;
        }

        httpContext.Response.StatusCode = answer.Status;
        if (answer.RetryAfterMs is { } retryAfterMs)
        {
            // Whole seconds are all that the header can say.
            httpContext.Response.Headers.RetryAfter = ((retryAfterMs + 999) / 1_000).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Body is not null)
        {
            await httpContext.Response.WriteAsJsonAsync(answer.Body, answer.Body.GetType(), VenueJson.Options, httpContext.RequestAborted);
        }
    }
}
