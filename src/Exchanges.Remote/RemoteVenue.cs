using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;

namespace Trading.Exchanges.Remote;

/// <summary>A paper venue in another process, over HTTP; reports come as server-sent events.</summary>
internal sealed class RemoteVenue(RemoteConnection connection, RemoteVenueOptions options, RemoteMetrics metrics, TimeProvider time)
    : IOrderGateways, IPaperVenue, IVenueAccounts, IVenueStream
{
    private const string DataField = "data: ";

    public IOrderGateway Of(string account) => new RemoteOrderGateway(connection, options, account);

    public Task OpenAsync(VenueTerms terms, CancellationToken cancellation) => CommandAsync<object>("open", HttpMethod.Put, PathOf(terms.Account), terms, cancellation);

    public Task TransferAsync(string account, string cause, decimal amount, CancellationToken cancellation) =>
        CommandAsync<object>("transfer", HttpMethod.Post, $"{PathOf(account)}/transfers", new WireTransfer(cause, amount), cancellation);

    public async Task<VenueProgress> AdvanceAsync(string account, VenueFeed feed, CancellationToken cancellation) =>
        Given(await CommandAsync<VenueProgress>(
            "market", HttpMethod.Post, "market", new WireMarket(account, feed.Feed, feed.First, feed.StopsAtReport, WireBatch.Of(feed.Batch)), cancellation));

    public async Task<ImmutableArray<VenueReport>> FinishAsync(string account, ImmutableArray<Symbol> symbols, CancellationToken cancellation) =>
        [.. Given(await CommandAsync<VenueReport[]>("end", HttpMethod.Post, "market/end", new WireEnd(account, symbols), cancellation))];

    public async Task<ImmutableArray<VenueReport>> CloseAtEndAsync(string account, OrderRequest close, CancellationToken cancellation) =>
        [.. Given(await CommandAsync<VenueReport[]>("close", HttpMethod.Post, $"{PathOf(account)}/close-at-end", close, cancellation))];

    public async Task<VenueAccount> ReadAsync(string account, CancellationToken cancellation) =>
        Given(await RemoteOrderGateway.AskAsync(() => connection.SendAsync<VenueAccount>(
            RemoteConnection.Queries, "account", HttpMethod.Get, PathOf(account), null, (_, _) => null, cancellation)));

    public async IAsyncEnumerable<VenueReport> ReadAsync(string account, Action? opened, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(options.SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        using var response = await connection.OpenAsync($"{PathOf(account)}/reports", cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (true)
        {
            var line = await LineAsync(reader, either.Token, cancellation);
            silence.CancelAfter(options.SilenceLimit);
            opened?.Invoke();
            opened = null;
            if (line.StartsWith(DataField, StringComparison.Ordinal))
            {
                yield return JsonSerializer.Deserialize<VenueReport>(line.AsSpan(DataField.Length), VenueJson.Options)
                    ?? throw Broken("an empty report", null);
            }
        }
    }

    private async Task<string> LineAsync(StreamReader reader, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(either) ?? throw Broken("its end", null);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Broken(failure is OperationCanceledException ? "silence" : failure.Message, failure);
        }
    }

    private Task<T?> CommandAsync<T>(string operation, HttpMethod method, string path, object body, CancellationToken cancellation) =>
        connection.SendAsync<T>(
            RemoteConnection.Commands, operation, method, path, body,
            (status, problem) => status is HttpStatusCode.Conflict ? throw new VenueConflictException(problem.Detail) : null, cancellation);

    private VenueUncertainException Broken(string what, Exception? inner)
    {
        metrics.CountBreak();
        return new(VenueReasons.NoAnswer, null, $"The venue's stream broke: {what}", inner);
    }

    private static T Given<T>(T? answer)
        where T : class =>
        answer ?? throw new VenueUncertainException(VenueReasons.NoAnswer, null, "The venue answered with nothing.");

    private static string PathOf(string account) => $"accounts/{Uri.EscapeDataString(account)}";
}
