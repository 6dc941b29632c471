namespace Trading.Testing.Contract;

/// <summary>Holds every answer of the suite against the served document.</summary>
public sealed class ContractHandler(OpenApiContract? contract, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile OpenApiContract? _contract = contract;

    /// <summary>Null while the document is not known yet, and for answers that are not held against it.</summary>
    public OpenApiContract? Contract
    {
        get => _contract;
        set => _contract = value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        Assert.True(response.Headers.Contains("traceparent"), $"{request.Method} {request.RequestUri} answered without traceparent.");
        if (Contract is not { } contract)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var faults = contract.FaultsOf(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        return response;
    }
}
