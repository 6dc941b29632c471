namespace Trading.Api.Requests;

/// <summary>A member of a contract that no answer repeats: a refusal names the kind of what was found, never what it was.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
