using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Trading.Api.OpenApi;
using Trading.Api.Problems;
using Trading.Api.Requests;
using Trading.Domain.Users;

namespace Trading.Api.Security;

/// <summary>
/// Whose things a request is about, by the caller's role and <c>?owner=</c>. Give it to the query or grain that holds the data:
/// ownership is checked where the data is.
/// </summary>
/// <param name="Asked">The owner asked for; null when none was.</param>
internal sealed record OwnerScope(CurrentUser User, string? Asked) : IEndpointParameterMetadataProvider
{
    /// <summary>Filter of a list; null means every owner.</summary>
    public string? ForList => User.Role is UserRole.Trader ? User.Name : Asked;

    /// <summary>Owner of the named thing that is meant.</summary>
    public string ForOne => Asked ?? User.Name;

    /// <summary>Whether the caller may see a thing of that owner; when not, it is answered as absent.</summary>
    public bool CanRead(string owner) => User.Role is not UserRole.Trader || User.Name == owner;

    /// <summary>Whether the caller may change a thing of that owner; when not, it is answered as absent.</summary>
    public bool CanWrite(string owner) => User.IsAdmin || (User.Role is UserRole.Trader && User.Name == owner);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new QueryParameter("owner", "Whose things are meant, for viewers and administrators.", IsNumber: false));
    }

    public static ValueTask<OwnerScope?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var user = CurrentUser.Of(context.User);
        var query = new QueryReader(context.Request.Query);
        var asked = query.Text("owner", UserName.LengthMax);
        if (asked is not null && !UserName.IsValid(asked))
        {
            query.Refuse("owner", ProblemCodes.OutOfRange, $"Must be a user name, {UserName.LengthMin} to {UserName.LengthMax} of a-z 0-9 . _ -", asked);
        }

        query.ThrowIfFaulty();
        return asked is null || asked == user.Name || user.Role is not UserRole.Trader
            ? ValueTask.FromResult<OwnerScope?>(new OwnerScope(user, asked))
            : throw new RequestRefusedException(Problem.Forbidden("A trader asks for his own things only."));
    }
}
