using System.Buffers;
using Trading.Api.Sessions;
using Trading.Domain.Accounts;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;

namespace Trading.Api.Accounts;

/// <summary>Account ids: <c>acc-&lt;owner&gt;:&lt;name&gt;</c>, or <c>acc-</c> and the id of the session that owns it.</summary>
internal static class AccountIds
{
    private const string Prefix = "acc-";
    private static readonly SearchValues<char> PositionLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-:");

    public static bool IsValid(string id)
    {
        if (!id.StartsWith(Prefix, StringComparison.Ordinal) || id.Length > GrainKeys.LengthMax)
        {
            return false;
        }

        var parts = id[Prefix.Length..].Split(':');
        return parts switch
        {
            [var session] => SessionIds.IsValid(session),
            [var owner, var name] => UserName.IsValid(owner) && AccountName.IsValid(name),
            _ => false,
        };
    }

    /// <summary>The id that a text of a request means: an id, or the name of an account of the caller's.</summary>
    /// <returns>Null when it is neither.</returns>
    public static string? Read(string text, string owner) =>
        IsValid(text) ? text : AccountName.IsValid(text) ? GrainKeys.ForAccount(owner, text) : null;

    /// <summary>Whether the text can be the id of a position: <c>pos-</c>, the account's parts, the symbol.</summary>
    public static bool IsPosition(string id) =>
        id.Length is > 4 and <= GrainKeys.LengthMax && id.StartsWith("pos-", StringComparison.Ordinal)
        && !id.AsSpan(4).ContainsAnyExcept(PositionLetters);
}
