using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Storage.Alerts;

namespace Trading.Api.Alerts.Channels;

/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it counts as failed: <c>status_…</c>, <c>timeout</c>, <c>unreachable</c>, <c>address_not_allowed</c>, <c>secret_not_readable</c>; null when it was delivered.</param>
internal sealed record WebhookAttempt(int? Status, string? Error, TimeSpan Took);

/// <summary>
/// Posts an alert to a channel, signed: <c>Trading-Signature: t=unixSeconds,v1=hex</c>, the HMAC-SHA256 over <c>t.body</c>. Only a 2xx counts; a
/// redirect is a failure. Nothing of the answer but its status is kept.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    public const string SignatureHeader = "Trading-Signature";
    public const string IdHeader = "Trading-Delivery";
    public const string Alert = "alert";
    public const string Test = "test";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly SealedSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public WebhookSender(WebhookTarget target, SealedSecrets secrets, TimeProvider time)
    {
        (_secrets, _time) = (secrets, time);
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = false,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
                ConnectCallback = target.ConnectAsync,
                // A name may stand for another address soon; each connection is checked anew.
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
                MaxResponseHeadersLength = 16,
            })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<WebhookAttempt> SendAsync(AlertChannelRow channel, string kind, AlertAnswer alert, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        if (_secrets.Open(channel.Secret, channel.Id) is not { } secret)
        {
            return new WebhookAttempt(null, "secret_not_readable", _time.GetElapsedTime(began));
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new WebhookBody(kind, alert), ApiJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader, SignatureOf(secret.Reveal(), _time.GetUtcNow().ToUnixTimeSeconds(), body));
        request.Headers.Add(IdHeader, alert.Id);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Orleans.Trading", "1"));
        using var patience = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return new WebhookAttempt(
                status,
                response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"status_{status}"),
                _time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new WebhookAttempt(null, "timeout", _time.GetElapsedTime(began));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException or NotSupportedException)
        {
            return new WebhookAttempt(
                null, failure.InnerException is WebhookRefusedException refused ? refused.Message : "unreachable", _time.GetElapsedTime(began));
        }
    }

    public static string SignatureOf(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        var time = unixSeconds.ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(time + "."), .. body];
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    public void Dispose() => _client.Dispose();

    /// <param name="Kind"><c>alert</c>, or <c>test</c>.</param>
    private sealed record WebhookBody(string Kind, AlertAnswer Alert);
}
