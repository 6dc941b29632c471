using System.Globalization;
using System.Reflection;
using System.Security.Claims;
using Trading.Domain;
using Trading.Domain.Users;

namespace Trading.Api.Security;

/// <summary>Who asks, as his standing is now and not as it was when his token was made.</summary>
/// <param name="FamilyId">The sign-in that his token belongs to.</param>
/// <param name="SecurityVersion">The standing that his token was made for; another one ends it.</param>
/// <param name="Until">When his token ends.</param>
public sealed record CurrentUser(string Name, UserRole Role, bool HasLiveGrant, string FamilyId, long SecurityVersion, DateTimeOffset Until)
{
    public bool IsAdmin => Role is UserRole.Admin;

    public static ValueTask<CurrentUser?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<CurrentUser?>(Of(context.User));
    }

    /// <exception cref="InvariantException">The principal was not made by <see cref="AccessTokens"/>: an endpoint without a policy asks.</exception>
    public static CurrentUser Of(ClaimsPrincipal principal) => Find(principal)
        ?? throw new InvariantException("An endpoint that wants the current user lets in callers who are not signed in.");

    /// <returns>Null when nobody is signed in.</returns>
    public static CurrentUser? Find(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(ClaimNames.Name) is { } name
            && Enum.TryParse<UserRole>(principal.FindFirstValue(ClaimNames.Role), out var role)
            && principal.FindFirstValue(ClaimNames.Family) is { } family
            && long.TryParse(principal.FindFirstValue(ClaimNames.SecurityVersion), CultureInfo.InvariantCulture, out var version)
            && long.TryParse(principal.FindFirstValue(ClaimNames.Expires), CultureInfo.InvariantCulture, out var until)
                ? new CurrentUser(
                    name, role, principal.HasClaim(ClaimNames.Live, bool.TrueString), family, version, DateTimeOffset.FromUnixTimeSeconds(until))
                : null;
    }
}
