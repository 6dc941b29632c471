using System.Security.Cryptography;
using System.Text;

namespace Trading.Api.Idempotency;

/// <summary>What makes a request with a key one and the same when it is repeated.</summary>
/// <param name="Scope">User and route.</param>
/// <param name="Hash">Of target and canonical body.</param>
internal sealed record IdempotentRequest(string Scope, string Key, string Hash)
{
    private static readonly object Kept = new();

    /// <summary>For ids that a repeat must give again, should it come when the first died before its answer was kept.</summary>
    public string Name => $"{Scope}\n{Key}\n{Hash}";

    /// <summary>For what a request makes under a name that its client chose: by this it knows the repeat. 64 hexadecimal digits.</summary>
    public string Identity => Of(Name);

    /// <summary>As <see cref="Identity"/>, of the key alone: a quick hash of a body with a password in it is nothing to keep.</summary>
    public string KeyIdentity => Of($"{Scope}\n{Key}");

    /// <returns>Null for a request without a key.</returns>
    public static IdempotentRequest? Find(HttpContext context) => context.Items[Kept] as IdempotentRequest;

    public void Keep(HttpContext context) => context.Items[Kept] = this;

    private static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
