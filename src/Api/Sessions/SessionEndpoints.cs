using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.RateLimiting;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Storage.Sessions;

namespace Trading.Api.Sessions;

/// <summary>Create, watch and end sessions.</summary>
internal static class SessionEndpoints
{
    /// <summary>A start that waits for a free worker is answered after this, as Starting: within the 10 s that are promised.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(8);

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapPost("/", Create).RequireAuthorization(Policies.Writer).TakesIdempotencyKey()
            .WithName("CreateSession").WithSummary("Create a session and start it. All or nothing; the same Idempotency-Key and body give the same session. The answer comes when it runs, after 10 s at the latest as Starting: one that is replayed may wait for a free worker.")
            .WithExamples(SessionExamples.Create, SessionExamples.Session);
        sessions.MapGet("/", List).RequireAuthorization(Policies.Reader)
            .TakesQuery(new QueryParameter("name", "Of this name.", IsNumber: false), QueryParameters.Of<SessionMode>("mode", "In this mode."), QueryParameters.Of<SessionStatus>("state", "In this state."), QueryParameters.Account,
                new QueryParameter("dataset", "On this dataset.", IsNumber: false))
            .WithName("ListSessions").WithSummary("Sessions, newest first.")
            .WithExamples(answer: new ListAnswer<SessionAnswer>([SessionExamples.Session with { Transitions = null }], NextCursor: null));
        sessions.MapPost("/preflight", Preflight).RequireAuthorization(Policies.Writer)
            .WithName("PreflightSession").WithSummary("Everything that a start would check; creates nothing.")
            .WithExamples(SessionExamples.Create, new PreflightAnswer(true, [], []));
        sessions.MapGet("/{id}", Find).RequireAuthorization(Policies.Reader)
            .WithName("GetSession").WithSummary("One session, as its grain knows it.")
            .WithExamples(answer: SessionExamples.Session);
        sessions.MapPost("/{id}/stop", Stop).RequireAuthorization(Policies.Writer).IsSafetyCommand()
            .WithName("StopSession").WithSummary("Ask for the end; repeats change nothing.")
            .WithExamples(new StopSessionRequest(StopPolicy.Cancel), SessionExamples.Session with { State = SessionStatus.Stopping });
        sessions.MapPost("/{id}/strategies/{name}/pause", Pause).RequireAuthorization(Policies.Writer).IsSafetyCommand()
            .WithName("PauseStrategy").WithSummary("No new signal or entry of this strategy from its next event on; positions are managed on. Repeats change nothing.")
            .WithExamples(answer: SessionExamples.Paused);
        sessions.MapPost("/{id}/strategies/{name}/resume", Resume).RequireAuthorization(Policies.Writer)
            .WithName("ResumeStrategy").WithSummary("End a pause, and a fault of every instance that is flat; the instances start from Watching.")
            .WithExamples(answer: SessionExamples.Paused);
        sessions.MapPost("/{id}/rerun", Rerun).RequireAuthorization(Policies.Writer).TakesIdempotencyKey()
            .WithName("RerunSession").WithSummary("Start a new session with the settings and the pinned versions of this one.")
            .WithExamples(answer: SessionExamples.Session);
        sessions.MapDelete("/{id}", Archive).RequireAuthorization(Policies.Writer)
            .WithName("ArchiveSession").WithSummary("Hide an ended session from lists; its results stay.")
            .WithExamples();
    }

    private static async Task<Results<Created<SessionAnswer>, ProblemResult>> Create(
        JsonBody<CreateSessionRequest> body, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context)
    {
        var errors = new List<ValidationError>();
        if (body.Value.ToSettings(errors) is not { } settings)
        {
            return Problem.Invalid(errors);
        }

        if (settings.Mode is SessionMode.Paper or SessionMode.Live && !context.Request.Headers.ContainsKey(IdempotencyMiddleware.HeaderName))
        {
            return new ProblemResult(StatusCodes.Status400BadRequest, ProblemCodes.IdempotencyKeyRequired, "A paper or live session needs an Idempotency-Key.");
        }

        var hash = CanonicalBody.HashOf("/api/v1/sessions", (await RequestBody.ReadAsync(context.Request, context.RequestAborted)).Span);
        return await StartAsync(new StartSession(scope.ForOne, scope.User.Name, hash, settings, scope.User.IsAdmin), grains, audit, context);
    }

    private static async Task<Results<Created<SessionAnswer>, ProblemResult>> Rerun(
        string id, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context)
    {
        if (await FindAsync(id, scope, grains) is not { } found || !scope.CanWrite(found.Session.Owner))
        {
            return Problem.NotFound("session", id);
        }

        // The pinned versions and the dataset itself, not what their names mean by now: a rerun of unchanged settings has the same fingerprint.
        var settings = found.Settings with
        {
            Strategies = [.. found.Session.Strategies.Select(strategy =>
                new Domain.Sessions.Setup.StrategySelection(strategy.Name, strategy.Version, strategy.Symbols))],
        };
        return await StartAsync(
            new StartSession(found.Session.Owner, scope.User.Name, CanonicalBody.HashOf(id, default), settings, scope.User.IsAdmin)
            {
                DatasetId = found.Dataset?.Id,
            },
            grains, audit, context);
    }

    private static async Task<Results<Created<SessionAnswer>, ProblemResult>> StartAsync(
        StartSession command, IGrainFactory grains, AuditTrail audit, HttpContext context)
    {
        var id = SessionIds.For(command.Owner, context.Request);
        var session = grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(id));
        var outcome = await session.Start(command);
        switch (outcome.Result)
        {
            case StartResult.Refused:
                return Refused(outcome.Errors);
            case StartResult.Reused:
                return new ProblemResult(
                    StatusCodes.Status422UnprocessableEntity, ProblemCodes.IdempotencyKeyReused, "The Idempotency-Key was used with another body.");
            case StartResult.DatasetConflict:
                return Problem.Conflict(outcome.Errors);
            case StartResult.Leased:
                return Problem.Conflict(
                    $"{outcome.Conflict!.Symbol} is traded on this account by session {outcome.Conflict.Holder}.", ProblemCodes.SymbolLeased);
            default:
                var answer = SessionAnswer.From(
                    outcome.Session!.Session.Status is SessionStatus.Starting && command.Settings.Market.IsLockStep
                        ? await session.WhenStarted(command.Owner, StartPatience) ?? outcome.Session
                        : outcome.Session);
                await audit.RecordAsync(context, command.Actor, AuditActions.SessionStarted, id, after: new { answer.Mode, answer.Market, answer.Strategies });
                return TypedResults.Created($"/api/v1/sessions/{id}", answer);
        }
    }

    private static async Task<Results<Ok<PreflightAnswer>, ProblemResult>> Preflight(
        JsonBody<CreateSessionRequest> body, OwnerScope scope, IGrainFactory grains)
    {
        var errors = new List<ValidationError>();
        if (body.Value.ToSettings(errors) is not { } settings)
        {
            return TypedResults.Ok(new PreflightAnswer(false, errors, []));
        }

        var outcome = await grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(SessionIds.New()))
            .Preflight(new StartSession(scope.ForOne, scope.User.Name, "", settings, scope.User.IsAdmin));
        return TypedResults.Ok(new PreflightAnswer(outcome.Errors.IsEmpty, outcome.Errors, outcome.Warnings));
    }

    private static async Task<Ok<ListAnswer<SessionAnswer>>> List(
        ListQuery query, OwnerScope scope, ISessionQueries sessions, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var filter = new SessionFilter(
            scope.ForList, reader.Text("name", 100), reader.Enum<SessionMode>("mode"), reader.Enum<SessionStatus>("state"),
            reader.Text("account", GrainKeys.LengthMax), reader.Text("dataset", GrainKeys.LengthMax));
        reader.ThrowIfFaulty();
        var page = await sessions.ListAsync(filter, query.Page, context.RequestAborted);
        var progress = (await sessions.ProgressAsync([.. page.Items.Select(row => row.Id)], context.RequestAborted))
            .ToDictionary(row => row.SessionId, StringComparer.Ordinal);
        return TypedResults.Ok(new ListAnswer<SessionAnswer>(
            [.. page.Items.Select(row => SessionAnswer.From(row, progress.GetValueOrDefault(row.Id)))], page.NextCursor));
    }

    private static async Task<Results<Ok<SessionAnswer>, ProblemResult>> Find(string id, OwnerScope scope, IGrainFactory grains) =>
        await FindAsync(id, scope, grains) is { } found ? TypedResults.Ok(SessionAnswer.From(found)) : Problem.NotFound("session", id);

    private static async Task<Results<Accepted<SessionAnswer>, ProblemResult>> Stop(
        string id, JsonBody<StopSessionRequest> body, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context)
    {
        if (!SessionIds.IsValid(id)
            || await grains.GetGrain<ISessionGrain>(id).Stop(WriterOf(scope), body.Value.Policy, scope.User.Name) is not { } stopped)
        {
            return Problem.NotFound("session", id);
        }

        // One that has ended before is answered as it is: nothing was stopped.
        if (!stopped.Session.Status.IsEnded)
        {
            await audit.RecordAsync(context, scope.User.Name, AuditActions.SessionStopped, id, after: new { body.Value.Policy });
        }

        return TypedResults.Accepted($"/api/v1/sessions/{id}", SessionAnswer.From(stopped));
    }

    private static Task<Results<Accepted<SessionAnswer>, ProblemResult>> Pause(
        string id, string name, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context) =>
        InterveneAsync(id, name, InterventionKind.Pause, AuditActions.StrategyPaused, scope, grains, audit, context);

    private static Task<Results<Accepted<SessionAnswer>, ProblemResult>> Resume(
        string id, string name, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context) =>
        InterveneAsync(id, name, InterventionKind.Resume, AuditActions.StrategyResumed, scope, grains, audit, context);

    private static async Task<Results<Accepted<SessionAnswer>, ProblemResult>> InterveneAsync(
        string id, string strategy, InterventionKind kind, string action, OwnerScope scope, IGrainFactory grains, AuditTrail audit, HttpContext context)
    {
        if (!SessionIds.IsValid(id))
        {
            return Problem.NotFound("session", id);
        }

        var outcome = await grains.GetGrain<ISessionGrain>(id).Intervene(WriterOf(scope), strategy, kind, scope.User.Name);
        switch (outcome.Result)
        {
            case InterveneResult.Noted:
                await audit.RecordAsync(context, scope.User.Name, action, id, after: new { strategy });
                return TypedResults.Accepted($"/api/v1/sessions/{id}", SessionAnswer.From(outcome.Session!));
            case InterveneResult.NotRunning:
                return Problem.Conflict("The session does not run: there is nothing to pause or resume.", ProblemCodes.SessionNotRunning);
            case InterveneResult.TooMany:
                return Problem.Conflict(FormattableString.Invariant($"The session has been paused and resumed {Session.InterventionsMax} times: it takes no more."));
            default:
                return Problem.NotFound($"There is no session {InputText.Quote(id)} with a strategy {InputText.Quote(strategy)}.");
        }
    }

    private static async Task<Results<NoContent, ProblemResult>> Archive(string id, OwnerScope scope, IGrainFactory grains)
    {
        if (!SessionIds.IsValid(id))
        {
            return Problem.NotFound("session", id);
        }

        return await grains.GetGrain<ISessionGrain>(id).Archive(WriterOf(scope)) switch
        {
            ArchiveOutcome.Archived => TypedResults.NoContent(),
            ArchiveOutcome.Running => Problem.Conflict("The session has not ended: stop it first."),
            _ => Problem.NotFound("session", id),
        };
    }

    internal static async Task<SessionView?> FindAsync(string id, OwnerScope scope, IGrainFactory grains) =>
        SessionIds.IsValid(id) ? await grains.GetGrain<ISessionGrain>(id).Find(ReaderOf(scope)) : null;

    /// <summary>Whose sessions the caller may read; null for everybody's.</summary>
    private static string? ReaderOf(OwnerScope scope) => scope.CanRead("") ? null : scope.User.Name;

    private static string? WriterOf(OwnerScope scope) => scope.User.IsAdmin ? null : scope.User.Name;

    private static ProblemResult Refused(IReadOnlyList<ValidationError> errors) => Problem.Invalid(errors);
}
