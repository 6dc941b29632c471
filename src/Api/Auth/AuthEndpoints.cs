using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Auth;

internal static class AuthEndpoints
{
    private static readonly TokenAnswer TokenExample = new("eyJhbGciOiJIUzI1NiIs…", "Bearer", 900, "q3mN0x…");

    public static void MapAuth(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/auth").WithTags("Sign-in");
        auth.MapPost("/token", SignIn).AllowAnonymous()
            .WithName("SignIn").WithSummary("Sign in with user name and password.")
            .WithExamples(new SignInRequest("alice", "a long and private phrase"), TokenExample);
        auth.MapPost("/refresh", Refresh).AllowAnonymous()
            .WithName("Refresh").WithSummary("Spend a refresh token for new tokens; using one twice ends the sign-in.")
            .WithExamples(new RefreshRequest("q3mN0x…"), TokenExample);
        auth.MapPost("/logout", SignOut).RequireAuthorization(Policies.Reader)
            .WithName("SignOut").WithSummary("End this sign-in with all its tokens.")
            .WithExamples();
        auth.MapPost("/password", ChangePassword).RequireAuthorization(Policies.Reader)
            .WithName("ChangePassword").WithSummary("Change the own password; ends every sign-in.")
            .WithExamples(new PasswordRequest("a long and private phrase", "another long and private phrase"));
        auth.MapGet("/me", (CurrentUser user) => TypedResults.Ok(new MeAnswer(user.Name, user.Role, user.HasLiveGrant)))
            .RequireAuthorization(Policies.Reader)
            .WithName("GetMe").WithSummary("Who is signed in.")
            .WithExamples(answer: new MeAnswer("alice", UserRole.Trader, Live: false));
    }

    private static async Task<Results<Ok<TokenAnswer>, ProblemResult>> SignIn(
        JsonBody<SignInRequest> body,
        CookieQuery cookie,
        PasswordSignIn signIn,
        AddressThrottle addresses,
        AccessTokens tokens,
        AuditTrail audit,
        ILoggerFactory loggers,
        HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var logger = loggers.CreateLogger(typeof(AuthEndpoints));
        if (addresses.RetryAfter(address) is { } addressWait)
        {
            logger.SignInRefused(AddressThrottle.KeyOf(address), "address is throttled");
            return Problem.TooMany(addressWait);
        }

        var (name, password) = (body.Value.Username, body.Value.Password);
        if (password.Length > PasswordRule.LengthMax)
        {
            password = "";
        }

        var outcome = await signIn.SignInAsync(name, password, context.RequestAborted);
        if (outcome.RetryAfter is { } wait)
        {
            logger.SignInRefused(AddressThrottle.KeyOf(address), "account is throttled");
            return Problem.TooMany(wait);
        }

        if (outcome is not { Access: { } access, Refresh: { } refresh })
        {
            addresses.Fail(address);
            logger.SignInRefused(AddressThrottle.KeyOf(address), "wrong user name or password");

            // The name is kept only when it can be one: people type passwords into the wrong field.
            await audit.RecordAsync(context, UserName.IsValid(name) ? name : "?", AuditActions.SignInRefused, "auth/token");
            return Problem.Unauthenticated("User name or password is wrong.");
        }

        logger.SignedIn(access.Name, AddressThrottle.KeyOf(address));
        await audit.RecordAsync(context, access.Name, AuditActions.SignedIn, "auth/token");
        return TypedResults.Ok(Answer(context, tokens, access, refresh, cookie.IsWanted));
    }

    private static async Task<Results<Ok<TokenAnswer>, ProblemResult>> Refresh(
        JsonBody<RefreshRequest> body,
        CookieQuery cookie,
        IGrainFactory grains,
        AccessTokens tokens,
        AuditTrail audit,
        ILoggerFactory loggers,
        HttpContext context)
    {
        var fromCookie = SessionCookies.RefreshTokenOf(context.Request);
        if ((body.Value.RefreshToken ?? fromCookie) is not { } text)
        {
            return Problem.Invalid("/refreshToken", ProblemCodes.Required, "The member is required.");
        }

        if (RefreshToken.Parse(text) is not { } presented)
        {
            return Problem.Unauthenticated("The refresh token is not valid.");
        }

        var next = RefreshToken.New(presented.UserName, presented.FamilyId);
        var answer = await grains.GetGrain<IUserGrain>(GrainKeys.ForUser(presented.UserName))
            .Refresh(new RefreshAttempt(presented.FamilyId, presented.Hash, next.Hash));
        if (answer.Verdict is RefreshVerdict.Reused)
        {
            loggers.CreateLogger(typeof(AuthEndpoints)).RefreshTokenReused(presented.UserName, AddressThrottle.KeyOf(context.Connection.RemoteIpAddress));
            await audit.RecordAsync(context, presented.UserName, AuditActions.RefreshReused, "auth/refresh");
        }

        return answer.Access is { } access
            ? TypedResults.Ok(Answer(context, tokens, access, next, cookie.IsWanted || (body.Value.RefreshToken is null && fromCookie is not null)))
            : Problem.Unauthenticated("The refresh token is not valid.");
    }

    private static async Task<NoContent> SignOut(
        CurrentUser user, IGrainFactory grains, UserAccessCache access, AuditTrail audit, HttpContext context)
    {
        await grains.GetGrain<IUserGrain>(GrainKeys.ForUser(user.Name)).SignOut(user.FamilyId);
        access.Forget(user.Name);
        SessionCookies.Delete(context);
        await audit.RecordAsync(context, user.Name, AuditActions.SignedOut, "auth/logout");
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangePassword(
        JsonBody<PasswordRequest> body, CurrentUser user, PasswordSignIn signIn, UserAccessCache access, AuditTrail audit, HttpContext context)
    {
        if (PasswordRule.FaultOf(body.Value.NewPassword, user.Name) is { } rule)
        {
            return Problem.Invalid("/newPassword", ProblemCodes.OutOfRange, $"The password {rule}.");
        }

        var (isRight, retryAfter) = await signIn.ChangePasswordAsync(user.Name, body.Value.CurrentPassword, body.Value.NewPassword, context.RequestAborted);
        if (isRight is null)
        {
            return Problem.TooMany(retryAfter ?? TimeSpan.FromSeconds(1));
        }

        if (isRight is false)
        {
            await audit.RecordAsync(context, user.Name, AuditActions.SignInRefused, "auth/password");
            return Problem.Invalid("/currentPassword", ProblemCodes.Forbidden, "The current password is wrong.");
        }

        access.Forget(user.Name);
        SessionCookies.Delete(context);
        await audit.RecordAsync(context, user.Name, AuditActions.PasswordChanged, user.Name);
        return TypedResults.NoContent();
    }

    private static TokenAnswer Answer(HttpContext context, AccessTokens tokens, UserAccess access, RefreshToken refresh, bool asCookie)
    {
        var accessToken = tokens.Issue(access, refresh.FamilyId).Reveal();
        var refreshToken = refresh.Text.Reveal();
        if (asCookie)
        {
            SessionCookies.Write(context, accessToken, refreshToken);
        }

        return new TokenAnswer(accessToken, "Bearer", (int)AuthSettings.AccessTokenLife.TotalSeconds, refreshToken);
    }
}
