using Microsoft.AspNetCore.Http.HttpResults;
using Trading.Api.Audit;
using Trading.Api.Idempotency;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Api.Security;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Users;

internal static class UserEndpoints
{
    private static readonly UserAnswer Example = new(
        "alice", UserRole.Trader, Live: false, Disabled: false, DateTimeOffset.UnixEpoch.AddYears(56), DateTimeOffset.UnixEpoch.AddYears(56));

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Users").RequireAuthorization(Policies.Admin);
        users.MapGet("/", List)
            .WithName("ListUsers").WithSummary("All users, by name.")
            .WithExamples(answer: new ListAnswer<UserAnswer>([Example], NextCursor: null));
        users.MapGet("/{name}", Find)
            .WithName("GetUser").WithSummary("One user.")
            .WithExamples(answer: Example);
        users.MapPost("/", Create).TakesIdempotencyKey()
            .WithName("CreateUser").WithSummary("Make a user.")
            .WithExamples(new CreateUserRequest("alice", "a long and private phrase", UserRole.Trader), Example);
        users.MapPatch("/{name}", Change)
            .WithName("ChangeUser").WithSummary("Change role, live grant, standing or password; disabling and a new password end every sign-in.")
            .WithExamples(new ChangeUserRequest(Disabled: true), Example with { Disabled = true });
        users.MapPost("/{name}/revoke", Revoke)
            .WithName("RevokeUser").WithSummary("End every sign-in of a user with all tokens.")
            .WithExamples();
    }

    private static async Task<Ok<ListAnswer<UserAnswer>>> List(ListQuery query, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IUserDirectoryGrain>(GrainKeys.ForUserDirectory()).Names();
        var (page, nextCursor) = NamePage.Of(names, query.Page);
        var users = await Task.WhenAll(page.Select(name => UserOf(grains, name).Find()));
        return TypedResults.Ok(new ListAnswer<UserAnswer>([.. users.OfType<UserView>().Select(UserAnswer.From)], nextCursor));
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemResult>> Find(string name, IGrainFactory grains) =>
        UserName.IsValid(name) && await UserOf(grains, name).Find() is { } user
            ? TypedResults.Ok(UserAnswer.From(user))
            : Problem.NotFound("user", name);

    private static async Task<Results<Created<UserAnswer>, ProblemResult>> Create(
        JsonBody<CreateUserRequest> body, CurrentUser admin, IGrainFactory grains, PasswordSignIn signIn, AuditTrail audit, HttpContext context)
    {
        var (name, password, role, live) = (body.Value.Username, body.Value.Password, body.Value.Role, body.Value.Live);
        var request = IdempotentRequest.Find(context)?.KeyIdentity;
        var created = await UserOf(grains, name).Create(new NewUser(role, live, PasswordSignIn.HashOf(password), request));
        if (created is null && request is not null)
        {
            // Whoever died before the answer may have died before the entry in the audit as well: rather two than none.
            created = await signIn.FindMadeAsync(name, password, request, role, live, context.RequestAborted);
        }

        if (created is null)
        {
            return Problem.Conflict($"User {name} exists already, or the platform has as many users as it holds.");
        }

        var answer = UserAnswer.From(created);
        await audit.RecordAsync(context, admin.Name, AuditActions.UserCreated, name, after: answer);
        return TypedResults.Created($"/api/v1/users/{name}", answer);
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemResult>> Change(
        string name, JsonBody<ChangeUserRequest> body, CurrentUser admin, IGrainFactory grains, UserAccessCache access, AuditTrail audit, HttpContext context)
    {
        var change = body.Value;
        if (!UserName.IsValid(name))
        {
            return Problem.NotFound("user", name);
        }

        if (change.Password is { } password && PasswordRule.FaultOf(password, name) is { } rule)
        {
            return Problem.Invalid("/password", ProblemCodes.OutOfRange, $"The password {rule}.");
        }

        if (name == admin.Name && (change.Disabled is true || change.Role is not (null or UserRole.Admin)))
        {
            // Otherwise the last administrator could lock everybody out for good.
            return Problem.Conflict("An administrator does not disable or demote himself.");
        }

        var hash = change.Password is { } next ? PasswordSignIn.HashOf(next) : null;
        if (await UserOf(grains, name).Change(new UserChange(change.Role, change.Live, change.Disabled, hash)) is not { } changed)
        {
            return Problem.NotFound("user", name);
        }

        access.Forget(name);
        var answer = UserAnswer.From(changed.After);
        await audit.RecordAsync(context, admin.Name, AuditActions.UserChanged, name, UserAnswer.From(changed.Before), answer);
        return TypedResults.Ok(answer);
    }

    private static async Task<Results<NoContent, ProblemResult>> Revoke(
        string name, CurrentUser admin, IGrainFactory grains, UserAccessCache access, AuditTrail audit, HttpContext context)
    {
        if (!UserName.IsValid(name) || !await UserOf(grains, name).Revoke())
        {
            return Problem.NotFound("user", name);
        }

        access.Forget(name);
        await audit.RecordAsync(context, admin.Name, AuditActions.UserRevoked, name);
        return TypedResults.NoContent();
    }

    private static IUserGrain UserOf(IGrainFactory grains, string name) => grains.GetGrain<IUserGrain>(GrainKeys.ForUser(name));
}
