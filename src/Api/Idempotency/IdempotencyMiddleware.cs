using System.Collections.Concurrent;
using System.Security.Cryptography;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Storage;
using Trading.Storage.Idempotency;

namespace Trading.Api.Idempotency;

/// <summary>Gives a repeated request the answer that its first one got.</summary>
/// <remarks>
/// Only successes are kept: a refused request left nothing behind, so its repetition may be judged anew.
/// The row is taken before the endpoint runs, so that two requests with one key do not run at once; the second waits for the answer of the first.
/// A request that works on renews its lease of the key; the lease of a process that died ends, and the next repeat takes the key over.
/// </remarks>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IdempotencyStore store, TimeProvider time, ILogger<IdempotencyMiddleware> logger)
{
    public const string HeaderName = "Idempotency-Key";
    public const int KeyLengthMax = 128;

    private const string ReplayedHeader = "Idempotency-Replayed";
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(25);

    /// <summary>
    /// A request that was cut short by the death of its process frees its key after this. To take a key over is safe even when its holder only
    /// stood still and goes on, or clocks differ: a command carries an id of its own made from the key (order, session, transfer) or leaves it with
    /// the name that it takes, so that it happens once however often it runs. The lease saves work, it guards nothing.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    /// <summary>Two renewals may fail before the lease ends.</summary>
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Longer than the slowest answer, a session's start, should take.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(15);

    /// <summary>How often a request asks for the answer that another process works on.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    /// <summary>Who holds a key in this process, from before anybody else can learn that it is taken until its answer is kept.</summary>
    private readonly ConcurrentDictionary<(string Scope, string Key), Task> _running = new();

    /// <summary>
    /// Whose turn it is to ask for a key in this process. Requests that asked side by side would learn that the key is taken before its holder
    /// does, and could not know that the holder is here and say when it ends.
    /// </summary>
    private readonly ConcurrentDictionary<(string Scope, string Key), Task> _reserving = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IdempotencyKeyMetadata>() is not { } rule)
        {
            await next(context);
            return;
        }

        if (context.Request.Headers[HeaderName] is not [{ } key])
        {
            if (rule.IsRequired || context.Request.Headers[HeaderName].Count > 1)
            {
                await new ProblemResult(
                    StatusCodes.Status400BadRequest, ProblemCodes.IdempotencyKeyRequired, $"The request needs one {HeaderName} header.").ExecuteAsync(context);
                return;
            }

            await next(context);
            return;
        }

        if (key.Length is 0 or > KeyLengthMax || key.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
        {
            await new ProblemResult(
                StatusCodes.Status400BadRequest, ProblemCodes.Malformed, $"{HeaderName} must be 1 to {KeyLengthMax} printable ASCII characters.").ExecuteAsync(context);
            return;
        }

        var body = rule.BodyOf is null ? await RequestBody.ReadAsync(context.Request, context.RequestAborted) : await rule.BodyOf(context);
        var hash = CanonicalBody.HashOf(context.Request.Path + context.Request.QueryString, body.Span);
        await RunAsync(context, new IdempotentRequest(ScopeOf(context, endpoint), key, hash));
    }

    private async Task RunAsync(HttpContext context, IdempotentRequest request)
    {
        request.Keep(context);
        var claim = new IdempotencyClaim(request.Scope, request.Key, request.Hash, RandomNumberGenerator.GetHexString(16, lowercase: true));
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reservation = await ReserveAsync(claim, ended.Task, context.RequestAborted);
        switch (reservation)
        {
            case { Outcome: ReserveOutcome.Reserved }:
                await AnswerAsync(context, claim, ended);
                break;
            case { Outcome: ReserveOutcome.OtherBody }:
                await new ProblemResult(
                    StatusCodes.Status422UnprocessableEntity, ProblemCodes.IdempotencyKeyReused, "The key was used for another request.").ExecuteAsync(context);
                break;
            case { Answer: { } answer }:
                await ReplayAsync(context, answer);
                break;
            default:
                await new ProblemResult(
                    StatusCodes.Status409Conflict, ProblemCodes.Conflict, "A request with this key is being worked on.", RetryAfter: BusyRetry).ExecuteAsync(context);
                break;
        }
    }

    /// <summary>Takes the key, or waits for whoever has it. When that one was refused, the next in line takes it.</summary>
    private async Task<Reservation> ReserveAsync(IdempotencyClaim claim, Task ended, CancellationToken cancellation)
    {
        var start = time.GetUtcNow();
        while (true)
        {
            var (reservation, holder) = await TryReserveAsync(claim, ended, cancellation);
            var left = start + WaitMax - time.GetUtcNow();
            if (reservation.Outcome is not ReserveOutcome.InProgress || left <= TimeSpan.Zero)
            {
                return reservation;
            }

            await (holder is { } running
                ? running.WaitAsync(left, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)
                : Task.Delay(LookPeriod, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.None));
        }
    }

    /// <summary>
    /// Asks for the key once, after all that asked before. The holder is the one in this process that had it when it was asked for; none says
    /// that another process has it.
    /// </summary>
    private async Task<(Reservation Reservation, Task? Holder)> TryReserveAsync(IdempotencyClaim claim, Task ended, CancellationToken cancellation)
    {
        var key = (claim.Scope, claim.Key);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_reserving.GetOrAdd(key, turn.Task) is var other && other != turn.Task)
        {
            await other.WaitAsync(cancellation);
        }

        try
        {
            var holder = _running.GetValueOrDefault(key);
            var now = time.GetUtcNow();
            var reservation = await store.ReserveAsync(claim, now, now + Lease, now + KeptFor, cancellation);
            if (reservation.Outcome is ReserveOutcome.Reserved)
            {
                _running[key] = ended;
            }

            return (reservation, holder);
        }
        finally
        {
            _reserving.TryRemove(KeyValuePair.Create(key, turn.Task));
            turn.SetResult();
        }
    }

    private async Task AnswerAsync(HttpContext context, IdempotencyClaim claim, TaskCompletionSource ended)
    {
        var original = context.Response.Body;
        using var answered = new CancellationTokenSource();
        var holding = HoldAsync(claim, answered.Token);
        await using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var isKept = false;
        try
        {
            await next(context);
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                await store.CompleteAsync(claim, AnswerOf(context.Response, buffer), CancellationToken.None);
                isKept = true;
            }
        }
        finally
        {
            context.Response.Body = original;
            try
            {
                if (!isKept)
                {
                    await store.ReleaseAsync(claim, CancellationToken.None);
                }
            }
            finally
            {
                _running.TryRemove(KeyValuePair.Create((claim.Scope, claim.Key), ended.Task));
                ended.SetResult();
                await answered.CancelAsync();
                await holding;
            }
        }

        await original.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }

    /// <summary>Renews the lease while the request is worked on.</summary>
    private async Task HoldAsync(IdempotencyClaim claim, CancellationToken answered)
    {
        while (true)
        {
            await Task.Delay(RenewPeriod, time, answered).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (answered.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await store.RenewAsync(claim, time.GetUtcNow() + Lease, CancellationToken.None))
                {
                    return;
                }
            }
            catch (Exception failure) when (StorageFailures.IsOfDatabase(failure))
            {
                // The request goes on; a repeat may take the key over meanwhile, and does no harm.
                logger.LeaseNotRenewed(failure);
            }
        }
    }

    private static StoredAnswer AnswerOf(HttpResponse response, MemoryStream body) =>
        new(response.StatusCode, response.ContentType, response.Headers.Location, body.ToArray());

    private static async Task ReplayAsync(HttpContext context, StoredAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers.Location = answer.Location;
        response.Headers[ReplayedHeader] = "true";
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static string ScopeOf(HttpContext context, RouteEndpoint endpoint) =>
        $"{CurrentUser.Of(context.User).Name} {context.Request.Method} {endpoint.RoutePattern.RawText}";
}
