namespace Trading.Api.Security;

/// <summary>What an endpoint asks of its caller. Every endpoint names one of these or allows all; the process does not start otherwise.</summary>
public static class Policies
{
    /// <summary>Any signed-in user; what he sees is narrowed by ownership.</summary>
    public const string Reader = "reader";

    /// <summary>A trader or an administrator; what he changes is narrowed by ownership.</summary>
    public const string Writer = "writer";

    /// <summary>A viewer or an administrator: those who may see figures of every trader.</summary>
    public const string Overseer = "overseer";

    public const string Admin = "admin";
}
