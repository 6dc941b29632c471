using System.Net.Http.Headers;

namespace Trading.Api.Tests.Platform;

/// <summary>Sends each request with a token that is still good, unless it has one of its own.</summary>
internal sealed class SignedInHandler(Func<Task<string>> token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= new AuthenticationHeaderValue("Bearer", await token());
        return await base.SendAsync(request, cancellationToken);
    }
}
