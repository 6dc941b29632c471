namespace Trading.Api.Security;

internal static class ClaimNames
{
    public const string Name = "sub";

    /// <summary>Id of the sign-in.</summary>
    public const string Family = "sid";

    /// <summary>Security version of the user when the token was made.</summary>
    public const string SecurityVersion = "sv";

    /// <summary>When the token ends, as a NumericDate.</summary>
    public const string Expires = "exp";

    // The following two are never in a token: they come from the user's grain with each request.
    public const string Role = "role";
    public const string Live = "live";
}
