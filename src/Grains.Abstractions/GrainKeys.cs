using System.Buffers;
using Trading.Domain.Instruments;
using Trading.Domain.Users;

namespace Trading.Grains.Abstractions;

/// <summary>
/// Builds every grain key. A key is a prefix that is not hexadecimal and parts joined by <c>:</c>, lower-case, at most 120 characters:
/// the ADO.NET storage would otherwise let two keys share one row.
/// </summary>
public static class GrainKeys
{
    public const int LengthMax = 120;

    /// <summary>The feed part of the real exchange.</summary>
    public const string MexcFeed = "mexc";

    private const string Order = "ord-";
    private const string Session = "ses-";
    private const string Account = "acc-";
    private const string Catalogue = "cat-";

    private static readonly SearchValues<char> PartLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The key of a user is his name.</summary>
    public static string ForUser(string name) => UserName.IsValid(name)
        ? "usr-" + name
        : throw new ArgumentException("User name breaks the rule of names.", nameof(name));

    /// <summary>The one directory that knows every user's name.</summary>
    public static string ForUserDirectory() => "usr-";

    /// <param name="sessionId">Already a key: <c>ses-</c> and 15 characters of lower-case base32.</param>
    public static string ForSession(string sessionId) => Prefixed(Session, sessionId);

    /// <param name="clientOrderId">Already a key: <c>ord-</c> and 28 characters of lower-case base32.</param>
    public static string ForOrder(string clientOrderId) => Prefixed(Order, clientOrderId);

    /// <summary>A trader's named account.</summary>
    public static string ForAccount(string owner, string name) => Join(Account, owner, name);

    /// <summary>The account that a session created for itself.</summary>
    public static string ForSessionAccount(string sessionId) => Join(Account, ForSession(sessionId));

    public static string ForPosition(string accountKey, Symbol symbol) => Join("pos-", [.. PartsOf(accountKey), symbol.KeyPart]);

    public static string ForStrategy(string sessionId, string strategy, Symbol symbol) =>
        Join("str-", ForSession(sessionId), strategy, symbol.KeyPart);

    /// <param name="feed"><see cref="MexcFeed"/>, or the session's id for a replayed or synthetic feed.</param>
    public static string ForMarket(string feed, Symbol symbol) => Join("mkt-", feed, symbol.KeyPart);

    public static string ForVenue(string accountKey) => Join("ven-", PartsOf(accountKey));

    public static string ForExchangeSession(string accountKey) => Join("exs-", PartsOf(accountKey));

    public static string ForRateBudget(string accountKey) => Join("bud-", PartsOf(accountKey));

    public static string ForClock(string sessionId) => Join("clk-", ForSession(sessionId));

    /// <summary>One trader's strategies.</summary>
    public static string ForCatalogue(string owner) => Join(Catalogue, owner);

    /// <summary>One named strategy of a trader.</summary>
    public static string ForStrategyVersions(string owner, string name) => Join(Catalogue, owner, name);

    /// <summary>Whose strategy a key of <see cref="ForStrategyVersions"/> means, and its name.</summary>
    public static (string Owner, string Name) StrategyOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var between = key.IndexOf(':', StringComparison.Ordinal);
        return key.StartsWith(Catalogue, StringComparison.Ordinal) && between > Catalogue.Length
            ? (key[Catalogue.Length..between], key[(between + 1)..])
            : throw new ArgumentException($"'{key}' is not a strategy's key.", nameof(key));
    }

    /// <param name="datasetId">Already a key: <c>dat-</c> and its own part.</param>
    public static string ForDataset(string datasetId) => Prefixed("dat-", datasetId);

    /// <summary>Whether the text can be the id of a dataset.</summary>
    public static bool IsDataset(string? text) =>
        text is { Length: <= LengthMax } && text.StartsWith("dat-", StringComparison.Ordinal) && text.Length > 4
        && !text.AsSpan(4).ContainsAnyExcept(PartLetters);

    /// <param name="sweepId">Already a key: <c>swp-</c> and its own part.</param>
    public static string ForSweep(string sweepId) => Prefixed("swp-", sweepId);

    /// <summary>The one list of what is silent.</summary>
    public static string ForSilences() => "sil-";

    public static string ForAlert(string alert) => Join("alr-", alert);

    /// <summary>What follows <c>acc-</c>: the parts that an account gives to the keys of its positions and venue.</summary>
    public static string AccountParts(string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountKey);
        return accountKey.StartsWith(Account, StringComparison.Ordinal) && accountKey.Length > Account.Length
            ? accountKey[Account.Length..]
            : throw new ArgumentException($"'{accountKey}' is not an account's key.", nameof(accountKey));
    }

    private static string[] PartsOf(string accountKey) => AccountParts(accountKey).Split(':');

    private static string Prefixed(string prefix, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length
            ? Join(prefix, key[prefix.Length..])
            : throw new ArgumentException($"'{key}' does not begin with '{prefix}'.", nameof(key));
    }

    private static string Join(string prefix, params ReadOnlySpan<string> parts)
    {
        var key = prefix + string.Join(':', parts);
        foreach (var part in parts)
        {
            if (part is "" || part.AsSpan().ContainsAnyExcept(PartLetters))
            {
                throw new ArgumentException($"Key part '{part}' is not made of a-z 0-9 . _ -.", nameof(parts));
            }
        }

        return key.Length <= LengthMax ? key : throw new ArgumentException($"Key is longer than {LengthMax} characters.", nameof(parts));
    }
}
