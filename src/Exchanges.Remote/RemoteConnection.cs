using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;

namespace Trading.Exchanges.Remote;

/// <summary>One request, one attempt, and what its outcome means: done, refused, certainly without effect, or not known.</summary>
internal sealed class RemoteConnection(IHttpClientFactory clients, RemoteClock clock, RemoteMetrics metrics)
{
    /// <summary>For what must not be repeated by itself.</summary>
    public const string Commands = "trading-venue-commands";

    /// <summary>For questions: repeated a little when nobody answers.</summary>
    public const string Queries = "trading-venue-queries";

    /// <summary>Ours.</summary>
    public DateTimeOffset Now => clock.Now;

    /// <summary>Where the venue's clock is from ours.</summary>
    public TimeSpan ClockOffset => clock.Offset;

    /// <param name="refusal">The answer when the venue says no; a null answer means that its code tells nothing.</param>
    /// <exception cref="VenueNotSentException">The request certainly took no effect.</exception>
    /// <exception cref="VenueUncertainException">It may have.</exception>
    public async Task<T?> SendAsync<T>(
        string client, string operation, HttpMethod method, string path, object? body, Func<HttpStatusCode, WireProblem, RemoteRefusal<T>?> refusal,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: VenueJson.Options);
        }

        var started = clock.Start();
        using var response = await TransmitAsync(client, operation, request, cancellation);
        Learn(response, started);
        if (response.IsSuccessStatusCode)
        {
            var answer = await ReadAsync<T>(operation, response, cancellation);
            metrics.Count(operation, "ok", "");
            return answer;
        }

        return await RefuseAsync(operation, response, refusal, cancellation);
    }

    /// <summary>The answer whose body goes on; to be disposed.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        HttpResponseMessage? response = null;
        try
        {
            response = await clients.CreateClient(Commands).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            var status = (int)response.StatusCode;
            response.Dispose();
            throw Uncertain("stream", Invariant($"exchange:http_{status}"), null, $"The venue answered a subscription with {status}.");
        }
        catch (Exception failure) when (IsBroken(failure, cancellation))
        {
            throw Uncertain("stream", VenueReasons.NoAnswer, null, $"The venue took no subscription: {failure.Message}", failure);
        }
        finally
        {
            request.Dispose();
        }
    }

    private async Task<HttpResponseMessage> TransmitAsync(string client, string operation, HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await clients.CreateClient(client).SendAsync(request, cancellation);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            // No connection was made, so nothing of the request was written to one.
            metrics.Count(operation, "not_sent", VenueReasons.Unreachable);
            throw new VenueNotSentException(VenueReasons.Unreachable, null, $"The venue cannot be reached: {failure.Message}", failure);
        }
        catch (Exception failure) when (IsBroken(failure, cancellation))
        {
            throw Uncertain(operation, VenueReasons.NoAnswer, null, $"No answer to {operation}: {failure.Message}", failure);
        }
    }

    private async Task<T?> RefuseAsync<T>(
        string operation, HttpResponseMessage response, Func<HttpStatusCode, WireProblem, RemoteRefusal<T>?> refusal, CancellationToken cancellation)
    {
        var status = response.StatusCode;
        var retryAfter = response.Headers.RetryAfter?.Delta;
        if (status is HttpStatusCode.TooManyRequests)
        {
            metrics.Count(operation, "not_sent", OrderReasons.RateLimited);
            throw new VenueNotSentException(OrderReasons.RateLimited, retryAfter, $"The venue turned {operation} away: too many requests.");
        }

        var problem = (int)status < 500 ? await FindProblemAsync(response, cancellation) : null;
        if (problem is not null && refusal(status, problem) is { } known)
        {
            metrics.Count(operation, "refused", problem.Code);
            return known.Answer;
        }

        var reason = problem is null ? Invariant($"exchange:http_{(int)status}") : $"exchange:{problem.Code}";
        throw Uncertain(operation, reason, retryAfter, $"The venue answered {operation} with {(int)status} {problem?.Code} {problem?.Detail}");
    }

    private async Task<T?> ReadAsync<T>(string operation, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.NoContent)
        {
            return default;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(VenueJson.Options, cancellation);
        }
        catch (Exception failure) when (failure is JsonException || IsBroken(failure, cancellation))
        {
            throw Uncertain(operation, VenueReasons.NoAnswer, null, $"The answer to {operation} could not be read: {failure.Message}", failure);
        }
    }

    private static async Task<WireProblem?> FindProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<WireProblem>(VenueJson.Options, cancellation);
        }
        catch (Exception failure) when (failure is JsonException || IsBroken(failure, cancellation))
        {
            // No code, then; the caller treats the answer as not definite.
            return null;
        }
    }

    private void Learn(HttpResponseMessage response, long started)
    {
        if (response.Headers.TryGetValues(WireCodes.TimeHeader, out var values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var unixMs))
        {
            clock.Learn(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), started);
        }
    }

    private VenueUncertainException Uncertain(string operation, string reason, TimeSpan? retryAfter, string message, Exception? inner = null)
    {
        metrics.Count(operation, "uncertain", reason);
        return new VenueUncertainException(reason, retryAfter, message, inner);
    }

    /// <summary>A cancellation that the caller did not ask for is the answer's limit.</summary>
    private static bool IsBroken(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
