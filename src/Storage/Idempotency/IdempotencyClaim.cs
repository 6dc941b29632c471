namespace Trading.Storage.Idempotency;

/// <summary>One request's claim to a key.</summary>
/// <param name="Scope">User and route: the same key elsewhere is another.</param>
/// <param name="BodyHash">Hash of the canonical body.</param>
/// <param name="Holder">Names this request among all that ever claim the key: what another holds, it neither renews nor answers nor releases.</param>
public sealed record IdempotencyClaim(string Scope, string Key, string BodyHash, string Holder);
