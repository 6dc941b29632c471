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
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
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
        "The account was read at its venue, and every position compares itself with it; what waits to be told was sent again. Differences that last are corrected from the venue, which takes up to a minute.";

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
            .WithName("ReconcileAccount").WithSummary("Compare account, positions and venue, have everything sent again that waits to be told, and let symbols go that were frozen and agree again.")
            .WithExamples(answer: new ReconcileAnswer(OrderExamples.At, OpenAccountRequest.Simulated, [], [], [Symbol.Parse("BTC_USDT")], ReconciledDetail));
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
        string id, OwnerScope scope, IGrainFactory grains, IAccountQueries accounts, AuditTrail audit, TimeProvider time, HttpContext context)
    {
        if (await AccountEndpoints.FindOwnAsync(id, scope, grains) is null)
        {
            return await AccountEndpoints.RefuseAsync(id, scope, grains, accounts, context.RequestAborted);
        }

        var account = grains.GetGrain<IAccountGrain>(id);
        await account.Touch();
        var venue = await grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(id)).Reconcile();
        var found = (await account.Find(owner: null))!;
        var (drift, frozen, released) = (new List<DriftAnswer>(), new List<FrozenAnswer>(), new List<Symbol>());
        foreach (var symbol in SymbolsOf(found, venue))
        {
            var known = found.Account.SymbolOf(symbol);
            var isAgreed = await CompareAsync(id, known, venue, grains, drift);
            if (known.Frozen.Length > 0 && isAgreed)
            {
                await account.Unfreeze(symbol, scope.User.Name);
                await audit.RecordAsync(context, scope.User.Name, AuditActions.SymbolReleased, id, new FrozenAnswer(symbol, known.Frozen));
                released.Add(symbol);
            }
            else if (known.Frozen.Length > 0)
            {
                frozen.Add(new(symbol, known.Frozen));
            }
        }

        return TypedResults.Ok(new ReconcileAnswer(time.GetUtcNow(), found.Opening.Venue, drift, frozen, released, ReconciledDetail));
    }

    private static IEnumerable<Symbol> SymbolsOf(AccountView found, VenueAccount? venue) =>
        found.Account.Symbols.Select(symbol => symbol.Symbol).Union(venue?.Positions.Select(position => position.Symbol) ?? []);

    /// <returns>Whether account, position and venue hold the same.</returns>
    private static async Task<bool> CompareAsync(string account, AccountSymbol known, VenueAccount? at, IGrainFactory grains, List<DriftAnswer> drift)
    {
        var key = GrainKeys.ForPosition(account, known.Symbol);
        var position = grains.GetGrain<IPositionGrain>(key);
        await position.Touch();
        var held = (await position.Find())?.Position.Quantity ?? 0m;
        if (held != known.Quantity)
        {
            drift.Add(new("position", key, FormattableString.Invariant($"The position holds {held}, the account has booked {known.Quantity}.")));
        }

        if (at is null)
        {
            return held == known.Quantity;
        }

        var there = VenueHolding.Of(at, known.Symbol).Quantity;
        if (there != held)
        {
            drift.Add(new("venue", key, FormattableString.Invariant($"The venue holds {there}, the position holds {held}.")));
        }

        foreach (var open in await grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(account)).ListOpen(known.Symbol))
        {
            if (await OrderEndpoints.FindLiveAsync(open.OrderId, grains) is not { Order.IsOver: false })
            {
                drift.Add(new("order", open.OrderId, "It works at the venue and not here."));
            }
        }

        return held == known.Quantity && there == held;
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
