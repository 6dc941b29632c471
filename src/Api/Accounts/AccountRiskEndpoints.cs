using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.OpenApi;
using Trading.Api.Orders;
using Trading.Api.Problems;
using Trading.Api.RateLimiting;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Venues;
using Trading.Storage.Accounts;
using Trading.Storage.Json;

namespace Trading.Api.Accounts;

/// <summary>Limits, kill switch and reconciliation of an account.</summary>
internal static class AccountRiskEndpoints
{
    private const string ReconciledDetail =
        "The simulated venue belongs to the platform: nothing happens there that is not reported here. What waits to be told was sent again; nothing was corrected.";

    public static void MapAccountRisk(this RouteGroupBuilder accounts)
    {
        accounts.MapGet("/{id}/limits", Limits).RequireAuthorization(Policies.Reader)
            .WithName("GetLimits").WithSummary("The account's risk limits.")
            .WithExamples(answer: LimitsOf(RiskLimits.Default));
        accounts.MapPut("/{id}/limits", ChangeLimits).RequireAuthorization(Policies.Writer)
            .WithName("ChangeLimits").WithSummary("Change risk limits; one left out stays as it is.")
            .WithExamples(LimitsOf(RiskLimits.Default), LimitsOf(RiskLimits.Default));
        accounts.MapPost("/{id}/kill-switch", Trip).RequireAuthorization(Policies.Writer).IsSafetyCommand()
            .WithName("TripKillSwitch").WithSummary("No entries from now on: cancels those that work, and closes positions if asked. Holds until it is reset.")
            .WithExamples(new KillSwitchRequest("the feed looks wrong"), AccountExamples.Killed);
        accounts.MapDelete("/{id}/kill-switch", Reset).RequireAuthorization(Policies.Writer)
            .WithMetadata(new QueryParameter("reason", "Why trading may go on; required.", IsNumber: false))
            .WithName("ResetKillSwitch").WithSummary("Entries are taken again; equity now is the new peak.")
            .WithExamples(answer: AccountExamples.Named);
        accounts.MapPost("/{id}/reconcile", Reconcile).RequireAuthorization(Policies.Writer)
            .WithName("ReconcileAccount").WithSummary("Compare account, positions and venue, and have everything sent again that waits to be told.")
            .WithExamples(answer: new ReconcileAnswer(OrderExamples.At, OpenAccountRequest.Simulated, [], ReconciledDetail));
    }

    private static async Task<Results<Ok<JsonObject>, ProblemResult>> Limits(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellation) =>
        await AccountEndpoints.FindLiveAsync(id, scope, grains) is { } live ? TypedResults.Ok(LimitsOf(live.Account.Limits))
            : await AccountEndpoints.FindStoredAsync(id, scope, grains, accounts, cancellation) is { } stored
                ? TypedResults.Ok(LimitsOf(JsonSerializer.Deserialize<RiskLimits>(stored.Limits, TradingJson.Options)!))
                : Problem.NotFound("account", id);

    private static async Task<Results<Ok<JsonObject>, ProblemResult>> ChangeLimits(
        string id, JsonBody<JsonElement> body, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, AuditTrail audit, HttpContext context)
    {
        if (await AccountEndpoints.FindOwnAsync(id, scope, grains) is null)
        {
            return await AccountEndpoints.RefuseAsync(id, scope, grains, accounts, context.RequestAborted);
        }

        var errors = new List<ValidationError>();
        var change = RiskLimitCatalog.ReadChange(body.Value, "", errors);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        var outcome = await grains.GetGrain<IAccountGrain>(id).ChangeLimits(change, scope.User.Name);
        var after = LimitsOf(outcome.After);
        await audit.RecordAsync(context, scope.User.Name, AuditActions.LimitsChanged, id, LimitsOf(outcome.Before), after);
        return TypedResults.Ok(after);
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemResult>> Trip(
        string id, JsonBody<KillSwitchRequest> body, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, AuditTrail audit, HttpContext context)
    {
        if (await AccountEndpoints.FindOwnAsync(id, scope, grains) is not { } found)
        {
            return await AccountEndpoints.RefuseAsync(id, scope, grains, accounts, context.RequestAborted);
        }

        var outcome = await grains.GetGrain<IAccountGrain>(id).TripKillSwitch(body.Value.Reason, scope.User.Name, body.Value.ClosePositions);
        await audit.RecordAsync(context, scope.User.Name, AuditActions.KillSwitchTripped, id, found.Account.KillSwitch, body.Value);
        return TypedResults.Ok(AccountAnswer.From(outcome.Account));
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemResult>> Reset(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, AuditTrail audit, HttpContext context)
    {
        var reader = new QueryReader(context.Request.Query);
        var reason = reader.Text("reason", KillSwitchRequest.ReasonLengthMax);
        if (await AccountEndpoints.FindOwnAsync(id, scope, grains) is not { } found)
        {
            return await AccountEndpoints.RefuseAsync(id, scope, grains, accounts, context.RequestAborted);
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            reader.Fault("reason", ProblemCodes.Required, "A reset needs a reason.");
        }

        reader.ThrowIfFaulty();
        var outcome = await grains.GetGrain<IAccountGrain>(id).ResetKillSwitch(reason!, scope.User.Name);
        await audit.RecordAsync(context, scope.User.Name, AuditActions.KillSwitchReset, id, found.Account.KillSwitch, new { reason });
        return TypedResults.Ok(AccountAnswer.From(outcome.Account));
    }

    private static async Task<Results<Ok<ReconcileAnswer>, ProblemResult>> Reconcile(
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, TimeProvider time, CancellationToken cancellation)
    {
        if (await AccountEndpoints.FindOwnAsync(id, scope, grains) is not { } found)
        {
            return await AccountEndpoints.RefuseAsync(id, scope, grains, accounts, cancellation);
        }

        var drift = new List<DriftAnswer>();
        await grains.GetGrain<IAccountGrain>(id).Touch();
        foreach (var symbol in found.Account.Symbols)
        {
            await CompareAsync(id, symbol.Symbol, symbol.Quantity, grains, drift);
        }

        return TypedResults.Ok(new ReconcileAnswer(time.GetUtcNow(), found.Opening.Venue, drift, ReconciledDetail));
    }

    private static async Task CompareAsync(string account, Symbol symbol, decimal known, IGrainFactory grains, List<DriftAnswer> drift)
    {
        var key = GrainKeys.ForPosition(account, symbol);
        var position = grains.GetGrain<IPositionGrain>(key);
        await position.Touch();
        var venue = grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(account));
        await venue.Touch();
        if ((await position.Find())?.Position.Quantity is { } held && held != known)
        {
            drift.Add(new("position", key, FormattableString.Invariant($"The position holds {held}, the account has booked {known}.")));
        }

        foreach (var open in await venue.ListOpen(symbol))
        {
            if (await OrderEndpoints.FindLiveAsync(open.OrderId, grains) is not { Order.IsOver: false })
            {
                drift.Add(new("order", open.OrderId, "It works at the venue and not here."));
            }
        }
    }

    private static JsonObject LimitsOf(RiskLimits limits)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RiskLimitCatalog.Write(writer, limits);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
